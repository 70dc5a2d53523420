/** How answers are kept: fresh for a while, asked again when a person returns; a refusal is not repeated, what failed is tried until it is there. */
import { QueryClient } from '@tanstack/react-query'
import { toProblem } from './problem.ts'

const MAX_RETRIES = 2
/** While a page that shows it is looked at. */
export const TRY_AGAIN_MS = 5_000

/** What may be over at the next try: no answer, too many requests, a part of the server that is away. */
export const mayPass = (error: unknown): boolean => {
  const { status } = toProblem(error)
  return status === 0 || status === 429 || status >= 500
}

interface Asked {
  readonly state: { readonly status: string; readonly error: unknown }
}

/** When what failed is asked for again; `false`: not by itself. @example refetchInterval: (query) => tryAgain(query) || 60_000 */
export const tryAgain = ({ state: { status, error } }: Asked): number | false =>
  status === 'error' && mayPass(error) ? TRY_AGAIN_MS : false

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < MAX_RETRIES && mayPass(error),
      retryDelay: (failures) => 400 * 2 ** failures,
      refetchInterval: tryAgain,
    },
    // Said at once, not kept until the line is back: by then it may no longer be meant.
    mutations: { networkMode: 'always', retry: false },
  },
})
