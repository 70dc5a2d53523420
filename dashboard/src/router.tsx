/** Every page of the dashboard and its address; each is loaded when somebody goes there. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { queryClient } from './api/queries.ts'
import { nextOf, routeOf } from './session/next.ts'
import { sessionQuery } from './session/session.ts'
import { NotFound, PageProblem, Root } from './shell/root.tsx'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Only what is given, so that addresses stay short. */
const given = <K extends string>(search: Record<string, unknown>, ...keys: K[]): { [P in K]?: string } => {
  const found: { [P in K]?: string } = {}
  for (const key of keys) {
    const value = text(search[key])
    if (value !== undefined) found[key] = value
  }
  return found
}

const root = createRootRouteWithContext<{ readonly queryClient: typeof queryClient }>()({ component: Root })

const entry = <P extends string>(path: P) => ({ getParentRoute: () => root, path }) as const

/** Who is signed in already goes on. */
const onlyForStrangers = async ({ search }: { readonly search: { readonly next?: string } }) => {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null)
  if (session) throw redirect({ href: routeOf(nextOf(search.next)) })
}

const signIn = createRoute({
  ...entry('/sign-in'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'next', 'email'),
  beforeLoad: onlyForStrangers,
  component: lazyRouteComponent(() => import('./pages/entry/sign-in.tsx'), 'SignIn'),
})

const signUp = createRoute({
  ...entry('/sign-up'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'next', 'email'),
  beforeLoad: onlyForStrangers,
  component: lazyRouteComponent(() => import('./pages/entry/sign-up.tsx'), 'SignUp'),
})

const verified = createRoute({
  ...entry('/verified'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'next', 'error'),
  component: lazyRouteComponent(() => import('./pages/entry/verified.tsx'), 'Verified'),
})

const forgotPassword = createRoute({
  ...entry('/forgot-password'),
  component: lazyRouteComponent(() => import('./pages/entry/forgot-password.tsx'), 'ForgotPassword'),
})

const resetPassword = createRoute({
  ...entry('/reset-password'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'token', 'error'),
  component: lazyRouteComponent(() => import('./pages/entry/reset-password.tsx'), 'ResetPassword'),
})

const secondFactor = createRoute({
  ...entry('/second-factor'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'next'),
  component: lazyRouteComponent(() => import('./pages/entry/second-factor.tsx'), 'SecondFactor'),
})

const refused = createRoute({
  ...entry('/error'),
  validateSearch: (search: Record<string, unknown>) => given(search, 'error'),
  component: lazyRouteComponent(() => import('./pages/entry/refused.tsx'), 'Refused'),
})

const routeTree = root.addChildren([signIn, signUp, verified, forgotPassword, resetPassword, secondFactor, refused])

export const router = createRouter({
  routeTree,
  basepath: '/dashboard',
  context: { queryClient },
  defaultPreload: 'intent',
  // What is fresh is the business of the queries.
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
