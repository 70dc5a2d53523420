/** What is asked about how a person signs in. */
import { queryOptions } from '@tanstack/react-query'
import { accounts, told } from '../../api/accounts.ts'

export const linkedAccountsQuery = queryOptions({
  queryKey: ['linked-accounts'],
  queryFn: () => told(accounts.listAccounts()),
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => told(accounts.listSessions()),
})
