/** Who is signed in in this browser. */
import { queryOptions } from '@tanstack/react-query'
import { ofAccounts } from '../api/client.ts'

interface Session {
  readonly user: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly image?: string | null
    readonly twoFactorEnabled?: boolean | null
  }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  /** `null`: nobody. */
  queryFn: () => ofAccounts<Session | null>('/get-session'),
  staleTime: 60_000,
})
