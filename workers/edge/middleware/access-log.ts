/** One line per answered request: what, how it ended, how long it took. The path only: queries may carry tokens. */
import { createMiddleware } from 'hono/factory'
import { log } from '../../log.ts'
import type { EdgeEnv } from '../env.ts'

/** The one path that carries a secret: what stands for a password until it is used. */
const shown = (path: string): string => path.replace(/^(\/api\/auth\/reset-password\/).+/, '$1:token')

export const accessLog = createMiddleware<EdgeEnv>(async (c, next) => {
  const startedAt = Date.now()
  await next()
  const { method } = c.req
  const path = shown(c.req.path)
  const organizationId = c.get('caller')?.organizationId
  const durationMs = Date.now() - startedAt
  log('info', { requestId: c.get('requestId'), method, path, status: c.res.status, durationMs, organizationId })
})
