/** One line and one count per answered request: what, by whom, about which room, how it ended, how long it took. The path only: queries may carry tokens. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { metrics, tellingOf } from '../../../telemetry/metrics/index.ts'
import { log } from '../../log.ts'
import { actorIdOf } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'
import { kindOf, tellActs, tellLiveLog } from '../live/log.ts'
import { keepAliveBy } from '../records.ts'

/** The paths that carry a secret: what stands for a password until it is used, and addresses of files. */
const shown = (path: string): string =>
  path.replace(/^(\/api\/auth\/reset-password\/).+/, '$1:token').replace(/^(\/files\/).+/, '$1:address')

/** The route that the request has met, as it is declared, such as `/api/v1/rooms/:roomId`; `null` when there is none. */
const routeOf = (c: Context<EdgeEnv>): string | null => {
  const path = c.req.path.replace(/^\/api\/auth\/.*/, '/api/auth/*')
  if (path === '/api/auth/*') return path
  return matchedRoutes(c).find((route) => !route.path.includes('*'))?.path ?? null
}

/** What stands in the path where the route has `:roomId`. */
const roomIdOf = (path: string, route: string | null): string | undefined =>
  path.split('/')[route?.split('/').indexOf(':roomId') ?? -1]

/** The organization's live log hears what was refused, what failed, and what was done that its audit log has. */
const tellLive = (c: Context<EdgeEnv>, startedAt: number, roomId: string | undefined): void => {
  const caller = c.get('caller')
  if (!caller) return
  const { organizationId, id: who } = caller
  const [requestId, keepAlive] = [c.get('requestId'), keepAliveBy(c.executionCtx)]
  const code = c.get('refusedWith')
  if (code) {
    const line = { at: startedAt, kind: kindOf(code), roomId: roomId ?? null, who, what: code, requestId } as const
    tellLiveLog(c.env, organizationId, line, keepAlive)
  } else if (c.get('hasActed')) {
    keepAlive(tellActs(c.env, { organizationId, actor: who, startedAt, requestId }, keepAlive))
  }
}

export const accessLog = createMiddleware<EdgeEnv>(async (c, next) => {
  const startedAt = Date.now()
  await next()
  const { method, path } = c.req
  const route = routeOf(c)
  const identity = c.get('identity')
  const { status } = c.res
  const endedAt = Date.now()
  const counted = { method: route === null ? 'any' : method, route: route ?? 'none' }
  metrics.requests.add({ ...counted, status: `${Math.trunc(status / 100)}xx` })
  metrics.requestDuration.observe(counted, (endedAt - startedAt) / 1_000)
  tellingOf(c.env)?.due(endedAt)
  tellLive(c, startedAt, roomIdOf(path, route))
  log('info', {
    event: 'request',
    method,
    path: shown(path),
    route,
    status,
    code: c.get('refusedWith'),
    durationMs: endedAt - startedAt,
    organizationId: c.get('caller')?.organizationId,
    callerId: identity && actorIdOf(identity),
    roomId: roomIdOf(path, route),
  })
})
