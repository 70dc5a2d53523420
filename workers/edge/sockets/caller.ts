/** Verifies what a socket brings along: a room token or a publishable key. Refuses everything else. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import { scopesAllow } from '@syncforge/protocol/rights'
import type { Admission } from '../../../durable-objects/room/admission.ts'
import { accessTo } from '../auth/grants.ts'
import type { HeldKey } from '../auth/held-key.ts'
import { checkKey } from '../auth/keys.ts'
import { verifyRoomToken } from '../auth/tokens.ts'
import type { Env } from '../env.ts'
import { type KeepAlive, roomKey } from '../records.ts'

/** Somebody whose token or key is good. What they may do in a room also depends on the room. */
export interface Caller {
  readonly organizationId: string
  readonly user: Admission['user']
  readonly kind: 'token' | 'key'
  /** A token's right to the room; with a key, what it has in public rooms. */
  readonly access: Access
  /** When the token or the key ends, in milliseconds since epoch; `null` for a key without an end. */
  readonly expiresAt: number | null
  /** The key that was shown, or that signed the token; `null` for a token of the platform's own. */
  readonly key: HeldKey | null
  /** How the room is made when it does not exist, or `null` when this caller may not make it. */
  readonly creates: 'public' | 'private' | null
  /** Whose pages may open this socket; none named: everybody's. */
  readonly allowedOrigins: readonly string[]
  /** As whom it makes rooms: the key, or the user. */
  readonly maker: string
}

const nobody = { userId: null, userInfo: {}, verified: false } as const

const byKey = async (env: Env, shown: string, keepAlive: KeepAlive): Promise<Caller> => {
  const held = await checkKey(env, shown, keepAlive)
  if (!held)
    throw new RoomError('UNAUTHORIZED', 'This key is not known here: is it complete, and of this server?', {
      prefix: shown.slice(0, 12),
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
    kind: 'key',
    access: 'write',
    expiresAt: held.endsAt,
    key: held,
    creates: createsRoomsOnJoin ? 'public' : null,
    allowedOrigins,
    maker: id,
  }
}

const byToken = async (env: Env, roomId: string, token: string, keepAlive: KeepAlive): Promise<Caller> => {
  const { organizationId, userId, userInfo, rooms, expiresAt, signer } = await verifyRoomToken(env, token, keepAlive)
  const access = accessTo(rooms, roomId)
  if (!access)
    throw new RoomError(
      'FORBIDDEN',
      'The token gives no right to this room: `rooms` of POST /api/v1/tokens names those it is for',
      {
        room: roomId,
        granted: Object.keys(rooms).slice(0, 20),
      },
    )
  if (access === 'moderate' && signer !== null && !scopesAllow(signer.key.scopes, 'rooms:moderate'))
    throw new RoomError(
      'FORBIDDEN',
      'The key that signed this token lets nobody moderate: it lacks the scope rooms:write',
      {
        right: 'rooms:moderate',
        scopes: signer.key.scopes,
      },
    )
  const creates = access === 'write' || access === 'moderate' ? 'private' : null
  const user = { userId, userInfo, verified: true }
  const maker = roomKey(organizationId, userId)
  return { organizationId, user, kind: 'token', access, expiresAt, key: signer, creates, allowedOrigins: [], maker }
}

/** @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED, FORBIDDEN */
export const identify = async (env: Env, roomId: string, token: string, keepAlive: KeepAlive): Promise<Caller> => {
  if (token === '') throw new RoomError('UNAUTHORIZED', 'Send a room token or a publishable key as `token`')
  if (token.startsWith('pk_') || token.startsWith('sk_')) return byKey(env, token, keepAlive)
  return byToken(env, roomId, token, keepAlive)
}
