/** How answers are kept: fresh for a while, asked again when a person returns, a refusal not repeated. */
import { QueryClient } from '@tanstack/react-query'
import { toProblem } from './problem.ts'

const MAX_RETRIES = 2

/** What may be over at the next try: no answer, too many requests, a part of the server that is away. */
const mayPass = (error: unknown): boolean => {
  const { status } = toProblem(error)
  return status === 0 || status === 429 || status >= 500
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < MAX_RETRIES && mayPass(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
    // Said at once, not kept until the line is back: by then it may no longer be meant.
    mutations: { networkMode: 'always', retry: false },
  },
})
