/** Where a person is sent afterwards is a page of this platform: better-auth compares addresses with patterns, and a pattern with a port in it lets more through than ports. */
import { APIError } from 'better-auth/api'

const fields = ['callbackURL', 'redirectTo', 'newUserCallbackURL', 'errorCallbackURL'] as const

const isOwn = (origin: string, address: unknown): boolean =>
  typeof address === 'string' &&
  /^(?:\/(?![/\\])|https?:\/\/)/.test(address) &&
  URL.parse(address, origin)?.origin === origin

/** @throws APIError INVALID_CALLBACK_URL */
export const requireOwnPages = (origin: string, ...sources: readonly unknown[]): void => {
  for (const source of sources) {
    const given = Object(source) as Readonly<Partial<Record<(typeof fields)[number], unknown>>>
    for (const field of fields) {
      // Empty is what better-auth itself writes where nothing was given.
      if (given[field] === undefined || given[field] === '' || isOwn(origin, given[field])) continue
      const message = `${field} has to be a page of this platform`
      throw new APIError('FORBIDDEN', { code: 'INVALID_CALLBACK_URL', message })
    }
  }
}
