/** Every page of the dashboard and its address; each is loaded when somebody goes there. */
import { createRouter } from '@tanstack/react-router'
import { entryRoutes } from './routes/entry.ts'
import { root } from './routes/root.ts'
import { signedInRoutes } from './routes/signed-in.ts'
import { NotFound, PageProblem } from './shell/root.tsx'

export const router = createRouter({
  routeTree: root.addChildren([...entryRoutes, signedInRoutes]),
  basepath: '/dashboard',
  defaultPreload: 'intent',
  // What is fresh is the business of the queries.
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
