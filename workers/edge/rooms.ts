/** The way from the edge to a room's object. Speaks only through the room's own calls; knows no feature. */
import type { Contracts, FeatureName } from '@syncforge/protocol'
import type { BodyInput, Reply, RequestName } from '@syncforge/protocol/contract'
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import type { Actor, DecidedBy, RoomAddress, RoomSettings } from '../../durable-objects/room/admission.ts'
import { currentOrigin } from '../../telemetry/request.ts'
import type { Env } from '../bindings/env.ts'
import { planOf } from '../bindings/plan.ts'
import { roomObject } from '../bindings/room.ts'
import type { OrganizationRecord } from '../db/queries/organizations/organizations.ts'
import type { RoomRecord } from '../db/queries/rooms.ts'
import { describeError, log } from '../log.ts'
import type { Caller } from './auth/caller.ts'
import { clientAddressOf } from './auth/client-address.ts'
import type { EdgeEnv } from './env.ts'
import { replyOf } from './problem.ts'
import { keepAliveBy, lookUpRoom, organizationOf, requireFound } from './records.ts'

export const settingsOf = (room: Omit<RoomRecord, 'createdAt' | 'updatedAt'>, updatedAt: Date): RoomSettings => ({
  maxParticipants: room.maxParticipants,
  graceMs: room.graceMs,
  presenceTimeoutMs: room.presenceTimeoutMs,
  historyMs: room.historyMs,
  persistence: room.persistence,
  emptyAfterMs: room.emptyAfterMs,
  defaultAccess: room.defaultAccess,
  ownerId: room.ownerId,
  info: { name: room.name, type: room.type, metadata: room.metadata as RoomSettings['info']['metadata'] },
  revision: updatedAt.getTime(),
})

/** A room as its object knows it. */
export const addressOf = (
  env: Pick<Env, 'PUBLIC_URL'>,
  organization: OrganizationRecord,
  room: RoomRecord,
): RoomAddress => ({
  organizationId: organization.id,
  plan: planOf(env, organization),
  roomId: room.id,
  createdAt: room.createdAt.getTime(),
  settings: settingsOf(room, room.updatedAt),
  origin: currentOrigin(),
})

/** Calls an object; one that cannot answer (reset, overloaded, out of memory) is a room to try again later. */
export const reach = async <T>(requestId: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    log('error', { requestId, ...describeError(error) })
    throw new RoomError('ROOM_UNAVAILABLE', 'The room cannot be reached right now')
  }
}

/** What a room answered with, as the stream that it is. */
export const streamOf = (reply: unknown) => reply as ReadableStream<Uint8Array>

/** A room of the caller's own organization: an object of a room without a record is never woken. @throws RoomError ROOM_NOT_FOUND, ROOM_DELETED */
export const requireRoom = async (c: Context<EdgeEnv>, roomId: string): Promise<RoomAddress> => {
  const { organizationId } = c.get('caller')
  const [organization, room] = await Promise.all([
    organizationOf(c),
    lookUpRoom(c.env, organizationId, roomId, keepAliveBy(c.executionCtx)),
  ])
  return addressOf(c.env, organization, requireFound(room))
}

export interface AskContext {
  readonly env: Env
  readonly caller: Caller
  readonly room: RoomAddress
  readonly requestId: string
  /** In whose name, when it is not the caller's own. */
  readonly as?: Pick<Actor, 'user' | 'access'>
}

/** What {@link askRoom} needs for a call about a room of the caller's own. @throws RoomError ROOM_NOT_FOUND, ROOM_DELETED */
export const askContext = async (c: Context<EdgeEnv>, roomId: string): Promise<AskContext> => ({
  env: c.env,
  caller: c.get('caller'),
  room: await requireRoom(c, roomId),
  requestId: c.get('requestId'),
})

/** Who decides about people in a room, for the log of administrative acts. */
export const deciderOf = (c: Context<EdgeEnv>): DecidedBy => ({
  id: c.get('caller').id,
  address: clientAddressOf(c.req.raw, c.env) || null,
})

const apiColor = '#64748b'

/** Who a caller is in a room: somebody with every right, because the route has asked for the one that it needs. */
export const actorOf = (caller: Caller, room: RoomAddress, requestId: string): Actor => ({
  ...room,
  requestId,
  user: {
    userId: caller.id,
    userInfo: { name: caller.kind === 'key' ? 'API' : caller.name, color: apiColor },
    verified: true,
  },
  access: 'moderate',
})

/**
 * Asks a room one request of a contract on behalf of a caller, with every right.
 *
 * @throws RoomError what the room refused with, ROOM_UNAVAILABLE when it did not answer
 * @example await askRoom(await askContext(c, 'doc-1'), 'presence', 'presence.list', {})
 */
export const askRoom = async <F extends FeatureName, N extends RequestName<Contracts[F]>>(
  { env, caller, room, requestId, as }: AskContext,
  _feature: F,
  name: N,
  body: BodyInput<Contracts[F], N>,
): Promise<Reply<Contracts[F], N>> => {
  const actor = { ...actorOf(caller, room, requestId), ...as }
  const answer = await reach(requestId, () => roomObject(env, room.organizationId, room.roomId).ask(name, body, actor))
  // The room checked its reply's type when it was compiled; across the call it is `unknown`.
  return replyOf(answer) as Reply<Contracts[F], N>
}
