/** Gives every request an id, the caller's, when it is safe to log and to echo, else a new one, and a place in a trace. */
import { createId } from '@syncforge/protocol/ids'
import { createMiddleware } from 'hono/factory'
import { currentRequest, type RequestContext } from '../../../telemetry/request.ts'
import { continueTrace } from '../../../telemetry/trace.ts'
import type { EdgeEnv } from '../env.ts'

const safe = /^[A-Za-z0-9_.-]{8,64}$/

const requestIdOf = (request: Request): string => {
  const given = request.headers.get('x-request-id')
  return given !== null && safe.test(given) ? given : createId('req')
}

/** What is known of a request before anything of it is looked at. */
export const contextOf = (request: Request): RequestContext => ({
  requestId: requestIdOf(request),
  trace: continueTrace(request.headers.get('traceparent')),
})

export const requestId = createMiddleware<EdgeEnv>(async (c, next) => {
  const { requestId: id } = currentRequest() ?? contextOf(c.req.raw)
  c.set('requestId', id)
  await next()
  c.header('x-request-id', id)
})
