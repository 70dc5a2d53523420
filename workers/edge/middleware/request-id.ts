/** Gives every request an id: the caller's, when it is safe to log and to echo, else a new one. */
import { createId } from '@syncforge/protocol/ids'
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'

const safe = /^[A-Za-z0-9_.-]{8,64}$/

export const requestIdOf = (request: Request): string => {
  const given = request.headers.get('x-request-id')
  return given !== null && safe.test(given) ? given : createId('req')
}

export const requestId = createMiddleware<EdgeEnv>(async (c, next) => {
  const id = requestIdOf(c.req.raw)
  c.set('requestId', id)
  await next()
  c.header('x-request-id', id)
})
