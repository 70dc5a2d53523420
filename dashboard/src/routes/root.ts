/** The root of all addresses, and what the others share: how search parameters are read, where whoever is signed in or not is sent. */
import { createRootRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { unreachable } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { nextOf, routeOf } from '../session/next.ts'
import { sessionQuery } from '../session/session.ts'
import { Root } from '../shell/root.tsx'

export const root = createRootRoute({ component: Root })

/**
 * A page that is loaded when somebody goes there. The router loads everything anew when a part cannot be had, because another version may be served
 * by now; while the server is away that would leave nothing at all.
 *
 * @example lazyPage(() => import('../pages/keys/keys.tsx'), 'Keys')
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(async (error: unknown) => {
        const isThere = await fetch('/dashboard/', { method: 'HEAD', cache: 'no-store' }).catch(() => null)
        throw isThere?.ok ? error : unreachable()
      }),
    name,
  )

/**
 * Reads these parameters, each a text, and only those that are given, so that addresses stay short.
 *
 * @example searchOf('next') // validateSearch of a route
 */
export const searchOf =
  <K extends string>(...keys: readonly K[]) =>
  (search: Record<string, unknown>): { [P in K]?: string } => {
    const found: { [P in K]?: string } = {}
    for (const key of keys) {
      const value = search[key]
      if ((typeof value === 'string' && value !== '') || typeof value === 'number') found[key] = String(value)
    }
    return found
  }

/** Who is signed in already goes on. */
export const onlyForStrangers = async ({ search }: { readonly search: { readonly next?: string } }): Promise<void> => {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null)
  if (session) throw redirect({ href: routeOf(nextOf(search.next)) })
}

/** Who is not signed in does that first. @throws Problem while accounts cannot tell */
export const onlyForPeople = async ({ location }: { readonly location: { readonly href: string } }) => {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (!session) throw redirect({ to: '/sign-in', search: { next: `/dashboard${location.href}` } })
}
