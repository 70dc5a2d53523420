/** Verifies what a socket brings along: a room token or a publishable key. Refuses everything else. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Admission } from '../../../durable-objects/room/admission.ts'
import { accessTo } from '../auth/grants.ts'
import { verifyRoomToken } from '../auth/tokens.ts'
import type { Env } from '../env.ts'
import { type KeepAlive, lookUpKey, roomKey } from '../records.ts'

/** Somebody whose token or key is good. What they may do in a room also depends on the room. */
export interface Caller {
  readonly organizationId: string
  readonly user: Admission['user']
  readonly kind: 'token' | 'key'
  /** A token's right to the room; with a key, what it has in public rooms. */
  readonly access: Access
  /** The key that was shown; `null` for a token that the platform itself signed. */
  readonly credential: string | null
  /** When the token ends, in milliseconds since epoch; `null` for a key. */
  readonly expiresAt: number | null
  /** How the room is made when it does not exist, or `null` when this caller may not make it. */
  readonly creates: 'public' | 'private' | null
  /** Whose pages may open this socket; none named: everybody's. */
  readonly allowedOrigins: readonly string[]
  /** As whom it makes rooms: the key, or the user. */
  readonly maker: string
}

const nobody = { userId: null, userInfo: {}, verified: false } as const

/** @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED, FORBIDDEN */
export const identify = async (env: Env, roomId: string, token: string, keepAlive: KeepAlive): Promise<Caller> => {
  if (token === '') throw new RoomError('UNAUTHORIZED', 'Send a room token or a publishable key as `token`')
  if (token.startsWith('pk_') || token.startsWith('sk_')) {
    const key = await lookUpKey(env, token, keepAlive)
    if (!key)
      throw new RoomError(
        'UNAUTHORIZED',
        'This key is not known here: is it complete, of this server, and not revoked?',
        {
          prefix: token.slice(0, 12),
        },
      )
    if (key.kind !== 'publishable')
      throw new RoomError(
        'FORBIDDEN',
        'A secret key can do everything and never belongs in an address or a page: use a publishable key, or a room token from your server',
      )
    const { id, organizationId, createsRoomsOnJoin, allowedOrigins } = key
    return {
      organizationId,
      user: nobody,
      kind: 'key',
      access: 'write',
      credential: id,
      expiresAt: null,
      creates: createsRoomsOnJoin ? 'public' : null,
      allowedOrigins,
      maker: id,
    }
  }
  const { organizationId, userId, userInfo, rooms, expiresAt } = await verifyRoomToken(env.TOKEN_SECRET, token)
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
  const creates = access === 'write' || access === 'moderate' ? 'private' : null
  const user = { userId, userInfo, verified: true }
  return {
    organizationId,
    user,
    kind: 'token',
    access,
    credential: null,
    expiresAt,
    creates,
    allowedOrigins: [],
    maker: roomKey(organizationId, userId),
  }
}
