/** Exact limits: so much in so long for a key, a person, an address or an account, whichever isolate is asked. Knows no route. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Consumed, WindowRule } from '../../../durable-objects/window/window.ts'
import type { Env } from '../../bindings/env.ts'

/** Whose calls are counted: what it is and its id. */
export type Subject = readonly ['key' | 'person' | 'address' | 'account', string]

/**
 * Counts one call under the rule `name`, if there is room for it.
 *
 * @example const { allowed, resetAt } = await consume(env, ['account', email], 'sign-in', { windowMs: 900_000, max: 10 })
 */
export const consume = (env: Env, subject: Subject, name: string, rule: WindowRule): Promise<Consumed> =>
  env.WINDOW.get(env.WINDOW.idFromName(JSON.stringify(subject))).consume(name, rule)

/** What a caller without room is told: when there is some again. */
export const rateLimited = ({ resetAt }: Consumed, { windowMs, max }: WindowRule): RoomError =>
  new RoomError('RATE_LIMITED', `No more than ${max} in ${windowMs / 1_000} s`, {
    retryAfterMs: Math.max(1, resetAt - Date.now()),
  })
