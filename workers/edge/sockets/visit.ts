/** Asks a room over HTTP in the name of who shows what a socket would: the same credentials, the same room, and the room says what they may do. */
import type { Contracts, FeatureName } from '@syncforge/protocol'
import type { BodyInput, Reply, RequestName } from '@syncforge/protocol/contract'
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
import { toUser } from '@syncforge/protocol/user'
import type { Context } from 'hono'
import type { Actor } from '../../../durable-objects/room/admission.ts'
import { roomObject } from '../../bindings/room.ts'
import { countUse } from '../auth/use.ts'
import type { EdgeEnv } from '../env.ts'
import { replyOf } from '../problem.ts'
import { keepAliveBy } from '../records.ts'
import { addressOf, reach } from '../rooms.ts'
import { identify } from './caller.ts'
import { openRoom } from './open-room.ts'
import { requireOrigin } from './origin.ts'

export interface Visit {
  /** They have said who they are, and proven it. */
  readonly isSomebody: boolean
  ask<F extends FeatureName, N extends RequestName<Contracts[F]>>(
    feature: F,
    name: N,
    body: BodyInput<Contracts[F], N>,
  ): Promise<Reply<Contracts[F], N>>
}

/**
 * Who shows `Authorization: Bearer <room token>`, a publishable key, or a share link, in a room that there is.
 *
 * @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED, FORBIDDEN, ROOM_NOT_FOUND, ROOM_DELETED
 */
export const visit = async (c: Context<EdgeEnv>, roomId: string): Promise<Visit> => {
  if (!RoomId.safeParse(roomId).success) throw new RoomError('VALIDATION_ERROR', 'The room id is not valid')
  const { env } = c
  const requestId = c.get('requestId')
  const keepAlive = keepAliveBy(c.executionCtx)
  const shown = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (shown === undefined) throw new RoomError('UNAUTHORIZED', 'Send a room token, Authorization: Bearer …')
  const caller = await identify(env, roomId, shown, keepAlive)
  const { access, link, expiresAt, user, key, allowedOrigins } = caller
  requireOrigin(env, c.req.raw, allowedOrigins)
  const { organization, room } = await openRoom(env, roomId, { ...caller, creates: null }, keepAlive)
  if (key !== null) countUse(env, key.key.id, 'requests', keepAlive)
  const actor: Actor = {
    ...addressOf(env, organization, room),
    requestId,
    user: toUser(user),
    access: 'read',
    shown: { access, link, expiresAt },
  }
  return {
    isSomebody: user.userId !== null && user.verified,
    async ask(_feature, name, body) {
      const object = roomObject(env, organization.id, roomId)
      const answer = await reach(requestId, () => object.ask(name, body, actor))
      // The room checked its reply's type when it was compiled; across the call it is `unknown`.
      return replyOf(answer) as never
    },
  }
}
