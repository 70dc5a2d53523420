/** Whether a page may open a socket with a publishable key: a key in a page can be read there, and used on another one. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Env } from '../../bindings/env.ts'
import { ownOriginOf } from '../auth/session.ts'

/**
 * A browser always says which page asks, and a page cannot say otherwise; who sends no `Origin` is no page. Pages of the platform are its own.
 *
 * @throws RoomError FORBIDDEN
 */
export const requireOrigin = (env: Env, request: Request, allowed: readonly string[]): void => {
  const origin = request.headers.get('origin')
  if (allowed.length === 0 || origin === null) return
  if (allowed.includes(origin) || origin === ownOriginOf(env, request)) return
  throw new RoomError('FORBIDDEN', 'This page is not among those that the organization allows', { origin })
}
