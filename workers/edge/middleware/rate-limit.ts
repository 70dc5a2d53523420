/** Refuses a caller's requests past their share of a minute, counted exactly, and tells on every answer what is left of it. */
import { RoomError } from '@syncforge/protocol/errors'
import { createMiddleware } from 'hono/factory'
import type { Consumed } from '../../../durable-objects/window/window.ts'
import type { Env } from '../../bindings/env.ts'
import { describeError, log } from '../../log.ts'
import { actorIdOf } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'
import { consume, rateLimited, type Subject } from '../limits/windows.ts'
import { problem } from '../problem.ts'

const windowMs = 60_000
const defaultMax = 1_000

const ruleOf = ({ REQUESTS_PER_MINUTE }: Env) => ({ windowMs, max: Number(REQUESTS_PER_MINUTE || defaultMax) })

/** An object that cannot answer costs nobody their call: what a key may do is limited elsewhere as well. */
const count = async (env: Env, subject: Subject, requestId: string): Promise<Consumed | null> => {
  try {
    return await consume(env, subject, 'requests', ruleOf(env))
  } catch (error) {
    log('error', { requestId, check: 'rate limit', ...describeError(error) })
    return null
  }
}

export const rateLimit = createMiddleware<EdgeEnv>(async (c, next) => {
  const identity = c.get('identity')
  const id = actorIdOf(identity)
  const requestId = c.get('requestId')
  const shielded = await c.env.SHIELD?.limit({ key: id })
  if (shielded?.success === false) {
    throw new RoomError('RATE_LIMITED', 'Far too many requests', { retryAfterMs: windowMs })
  }
  const told = await count(c.env, [identity.kind === 'key' ? 'key' : 'person', id], requestId)
  if (told === null) return next()
  const rule = ruleOf(c.env)
  if (told.allowed) await next()
  else c.res = problem(rateLimited(told, rule), requestId)
  c.header('ratelimit-limit', String(rule.max))
  c.header('ratelimit-remaining', String(told.remaining))
  c.header('ratelimit-reset', String(Math.max(0, Math.ceil((told.resetAt - Date.now()) / 1_000))))
  return
})
