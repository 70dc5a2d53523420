/** Which accounts elsewhere one can sign in with here. */
import { queryOptions } from '@tanstack/react-query'
import { accounts, told } from '../api/accounts.ts'

export const providerWords = { google: 'Google', github: 'GitHub' } as const

export type Provider = keyof typeof providerWords

const isProvider = (name: unknown): name is Provider => typeof name === 'string' && Object.hasOwn(providerWords, name)

export const providersQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: async () => {
    const { providers } = await told(accounts.$fetch<{ readonly providers: readonly unknown[] }>('/sign-in-methods'))
    return providers.filter(isProvider)
  },
  staleTime: Number.POSITIVE_INFINITY,
})
