/** Whether a page may open a socket with a publishable key: a key in a page can be read there, and used on another one. */
import { RoomError } from '@syncforge/protocol/errors'

/**
 * A browser always says which page asks, and a page cannot say otherwise; who sends no `Origin` is no page. Pages of this server are its own.
 *
 * @throws RoomError FORBIDDEN
 */
export const requireOrigin = (request: Request, allowed: readonly string[]): void => {
  const origin = request.headers.get('origin')
  if (allowed.length === 0 || origin === null) return
  if (allowed.includes(origin) || origin === new URL(request.url).origin) return
  throw new RoomError('FORBIDDEN', 'This page is not among those that the organization allows', { origin })
}
