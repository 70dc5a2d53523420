/** Who is signed in in this browser. */
import { queryOptions } from '@tanstack/react-query'
import { accounts, told } from '../api/accounts.ts'

const fetchSession = () => told(accounts.getSession())

/** `null`: nobody. */
type Session = Awaited<ReturnType<typeof fetchSession>> | null

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: (): Promise<Session> => fetchSession(),
  staleTime: 60_000,
})
