/**
 * Who is signed in, by the cookie that accounts have set. Its signature is checked here; whether the session still holds, and in which role
 * its person belongs to the organization, the database says at every request. Refuses to write for pages that are not the platform's own.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { parseSigned } from 'hono/utils/cookie'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { findSession, type Session } from '../../db/queries/sessions.ts'
import { isUpgrade } from '../sockets/refuse.ts'

/** The one that accounts set and read. */
export const sessionCookie = 'syncforge.session_token'
/** What browsers take over TLS alone comes first. */
const cookieNames = [`__Secure-${sessionCookie}`, sessionCookie] as const

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What the first cookie of a name holds, if its signature is ours; `undefined` otherwise. */
export const signedCookie = async (
  { AUTH_SECRET }: Env,
  { headers }: Request,
  name: string,
): Promise<string | undefined> => {
  const sent = headers.get('cookie')
  if (sent === null) return undefined
  const { [name]: held } = await parseSigned(sent, AUTH_SECRET, name)
  return held || undefined
}

const readToken = async (env: Env, request: Request): Promise<string | undefined> => {
  for (const name of cookieNames) {
    const token = await signedCookie(env, request, name)
    if (token !== undefined) return token
  }
  return undefined
}

const organizationIdPattern = /^[A-Za-z0-9_-]{1,64}$/

/** The organization that a request is about: the one in its path, else the one in its header; of a socket, which has no headers of ours, the one in its query. */
const organizationOf = (request: Request): string | null => {
  const { pathname, searchParams } = new URL(request.url)
  const inPath = /^\/api\/v1\/organizations\/([^/]+)/.exec(pathname)?.[1]
  const asked = isUpgrade(request) ? searchParams.get('organization') : null
  const id = inPath ?? request.headers.get('syncforge-organization') ?? asked
  if (id === null) return null
  if (organizationIdPattern.test(id)) return id
  const details = [{ path: 'SyncForge-Organization', message: 'is no id of an organization' }]
  throw new RoomError('VALIDATION_ERROR', 'The organization is named by its id: org_…', details)
}

/** Where the platform's own pages are. */
export const ownOriginOf = (env: Env, request: Request): string => env.PUBLIC_URL ?? new URL(request.url).origin

/** A browser says of every request that writes, and of every socket, which page it comes from. @throws RoomError FORBIDDEN */
const requireOwnOrigin = (env: Env, request: Request): void => {
  if (safeMethods.has(request.method) && !isUpgrade(request)) return
  const own = ownOriginOf(env, request)
  if (request.headers.get('origin') === own) return
  throw new RoomError(
    'FORBIDDEN',
    `With a session, only pages of ${own} may write or open a socket: the Origin is another`,
    { own },
  )
}

/**
 * The session of a request, or `undefined` when nobody is signed in.
 *
 * @throws RoomError FORBIDDEN when another page wants to write
 */
export const sessionOf = async (env: Env, request: Request): Promise<Session | undefined> => {
  const token = await readToken(env, request)
  if (token === undefined) return undefined
  requireOwnOrigin(env, request)
  return findSession(databaseOf(env), token, organizationOf(request))
}
