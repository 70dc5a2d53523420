/** Starts the dashboard in its page. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { toProblem } from './api/problem.ts'
import { queryClient } from './api/queries.ts'
import { router } from './router.ts'
import { sessionQuery } from './session/session.ts'

/** A session that ended elsewhere: whoever comes on is asked to sign in, and led back. */
const onRefusal = (error: unknown) => {
  const { status, code } = toProblem(error)
  if (status !== 401 || code !== 'UNAUTHORIZED') return
  queryClient.setQueryData(sessionQuery.queryKey, null)
  void router.invalidate()
}
queryClient.getQueryCache().config.onError = onRefusal
queryClient.getMutationCache().config.onError = onRefusal

const place = document.getElementById('app')
if (!place) throw new Error('the page has no place for the dashboard')

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
