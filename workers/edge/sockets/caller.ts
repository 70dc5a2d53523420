/**
 * Verifies what a socket brings along: a room token, a publishable key or a share link; a link may follow one of the others after a comma.
 * Refuses everything else.
 */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import { scopesAllow } from '@syncforge/protocol/rights'
import type { Admission } from '../../../durable-objects/room/admission.ts'
import type { Env } from '../../bindings/env.ts'
import { accessTo } from '../auth/grants.ts'
import type { HeldKey } from '../auth/held-key.ts'
import { verifyToken } from '../auth/issuers/customer-tokens.ts'
import { checkKey } from '../auth/keys.ts'
import { isShareLink, type VerifiedLink, verifyShareLink } from '../auth/share-links.ts'
import type { RoomToken } from '../auth/tokens.ts'
import { type KeepAlive, roomKey } from '../records.ts'

/** Somebody whose token, key or link is good. What they may do in a room also depends on the room. */
export interface Caller {
  readonly organizationId: string
  readonly user: Admission['user']
  /** What a token says of the room; `default`: what the room gives to everybody. */
  readonly access: Access | 'default' | null
  /** The hash of a share link. */
  readonly link: string | null
  /** An address that the token proves. */
  readonly email: string | null
  /** The key that was shown, or that signed the token; `null` for a token of the platform's own, and for a link. */
  readonly key: HeldKey | null
  /** When the token or the key ends, in milliseconds since epoch; `null` for a key without an end. */
  readonly expiresAt: number | null
  /** How the room is made when it does not exist, or `null` when this caller may not make it. */
  readonly creates: 'public' | 'private' | null
  /** Whose pages may open this socket; none named: everybody's. */
  readonly allowedOrigins: readonly string[]
  /** As whom it makes rooms: the key, or the user. */
  readonly maker: string
  /** What is told when nothing gives this caller a right to the room. */
  readonly noRight: RoomError
}

const nobody = { userId: null, userInfo: {}, verified: false } as const

type Verified = Omit<Caller, 'link'>

const ofKey = async (env: Env, roomId: string, token: string, keepAlive: KeepAlive): Promise<Verified> => {
  const held = await checkKey(env, token, keepAlive)
  if (!held)
    throw new RoomError('UNAUTHORIZED', 'This key is not known here: is it complete, and of this server?', {
      prefix: token.slice(0, 12),
    })
  const { id, kind, organizationId, createsRoomsOnJoin, allowedOrigins } = held.key
  if (kind !== 'publishable')
    throw new RoomError(
      'FORBIDDEN',
      'A secret key can do everything and never belongs in an address or a page: use a publishable key, or a room token from your server',
    )
  return {
    organizationId,
    user: nobody,
    access: 'default',
    email: null,
    key: held,
    expiresAt: held.endsAt,
    creates: createsRoomsOnJoin ? 'public' : null,
    allowedOrigins,
    maker: id,
    noRight: new RoomError(
      'FORBIDDEN',
      'This room is private: a publishable key opens public rooms only. Give the SDK an authEndpoint, whose server asks POST /api/v1/tokens for a room token',
      { room: roomId },
    ),
  }
}

const ofToken = (roomId: string, token: RoomToken): Verified => {
  const { organizationId, userId, userInfo, email = null, rooms, expiresAt, signer } = token
  const access = rooms === null ? 'default' : accessTo(rooms, roomId)
  if (access === 'moderate' && signer !== null && !scopesAllow(signer.key.scopes, 'rooms:moderate'))
    throw new RoomError(
      'FORBIDDEN',
      'The key that signed this token lets nobody moderate: it lacks the scope rooms:write',
      {
        right: 'rooms:moderate',
        scopes: signer.key.scopes,
      },
    )
  return {
    organizationId,
    user: { userId, userInfo, verified: true },
    access,
    email,
    key: signer,
    expiresAt,
    creates: access === 'write' || access === 'moderate' ? 'private' : null,
    allowedOrigins: [],
    maker: roomKey(organizationId, userId),
    noRight: new RoomError(
      'FORBIDDEN',
      'The token gives no right to this room: `rooms` of POST /api/v1/tokens names those it is for',
      { room: roomId, granted: Object.keys(rooms ?? {}).slice(0, 20) },
    ),
  }
}

const ofLink = (roomId: string, { organizationId }: VerifiedLink): Verified => ({
  organizationId,
  user: nobody,
  access: null,
  email: null,
  key: null,
  expiresAt: null,
  creates: null,
  allowedOrigins: [],
  maker: organizationId,
  noRight: new RoomError('FORBIDDEN', 'The share link does not hold any more: it was revoked', { room: roomId }),
})

/** @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED, FORBIDDEN */
export const identify = async (env: Env, roomId: string, shown: string, keepAlive: KeepAlive): Promise<Caller> => {
  if (shown === '')
    throw new RoomError('UNAUTHORIZED', 'Send a room token, a publishable key or a share link as `token`')
  const parts = shown.split(',')
  const links = parts.filter(isShareLink)
  const [token, ...others] = parts.filter((part) => !isShareLink(part))
  if (others.length > 0 || links.length > 1)
    throw new RoomError('UNAUTHORIZED', 'One room token or publishable key, and after a comma one share link')
  const link = links[0] === undefined ? null : await verifyShareLink(env.TOKEN_SECRET, links[0], roomId)
  if (token === undefined) {
    // Something was shown: without a token it is a link.
    if (link === null) throw new RoomError('UNAUTHORIZED', 'The token is not valid')
    return { ...ofLink(roomId, link), link: link.hash }
  }
  const isKey = token.startsWith('pk_') || token.startsWith('sk_')
  const caller = isKey
    ? await ofKey(env, roomId, token, keepAlive)
    : ofToken(roomId, await verifyToken(env, token, keepAlive))
  // A link of another organization opens nothing in this one.
  const hash = link?.organizationId === caller.organizationId ? link.hash : null
  return { ...caller, link: hash, creates: link === null ? caller.creates : null }
}
