/** One line per answered request: what, how it ended, how long it took. The path only: queries may carry tokens. */
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'
import { log } from '../log.ts'

export const accessLog = createMiddleware<EdgeEnv>(async (c, next) => {
  const startedAt = Date.now()
  await next()
  const { method, path } = c.req
  const organizationId = c.get('caller')?.organizationId
  const durationMs = Date.now() - startedAt
  log('info', { requestId: c.get('requestId'), method, path, status: c.res.status, durationMs, organizationId })
})
