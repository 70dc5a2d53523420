/** Who is signed in in this browser. */
import { queryOptions } from '@tanstack/react-query'
import { accounts, told } from '../api/accounts.ts'

/** `null`: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => told(accounts.getSession()),
  staleTime: 60_000,
})
