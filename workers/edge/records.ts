/** Keys and rooms as the edge looks them up: through the database, with a short memory for the storm of a mass join. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import { roomObjectName } from '../../durable-objects/room/admission.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { findKeyByHash, findKeyById, type KeyRecord } from '../db/queries/api-keys.ts'
import { findOrganization, type OrganizationRecord } from '../db/queries/organizations/organizations.ts'
import { type DeletedRoom, findRoom, isDeleted, type RoomRecord } from '../db/queries/rooms.ts'
import { organizationDeleted } from './auth/caller.ts'
import { createLookupCache } from './cache.ts'
import type { EdgeEnv } from './env.ts'
import { createUnknownKeys } from './limits/unknown-keys.ts'

/** While the database is away, who was known this long ago may go on: rooms work without it. */
const staleMaxMs = 600_000
const shared = { staleMaxMs, maxEntries: 10_000, clock: Date.now }

/** A key that was revoked, or whose organization was deleted, is dead everywhere within five seconds: this long it is taken on trust, and the rest is for rooms to hear of it. */
const keyTimes = { ttlMs: 3_500, refreshAfterMs: 1_500 }

const unknownKeys = createUnknownKeys({ rememberedMs: 5_000, max: 60, windowMs: 60_000, ...shared })
const keysByHash = createLookupCache<KeyRecord>({ ...keyTimes, ...shared })
const keysById = createLookupCache<KeyRecord>({ ...keyTimes, ...shared })
const rooms = createLookupCache<RoomRecord | DeletedRoom>({ ttlMs: 2_000, ...shared })
const organizations = createLookupCache<OrganizationRecord>({ ...keyTimes, ...shared })

/** Two ids as one key; also what the room's object is called. */
export const roomKey = roomObjectName

/**
 * Lets a lookup finish even when the request that began it is cancelled: others wait for what it finds.
 *
 * `ExecutionContext.waitUntil`, in short.
 */
export type KeepAlive = (work: Promise<unknown>) => void

export const keepAliveBy =
  (context: Pick<ExecutionContext, 'waitUntil'>): KeepAlive =>
  (work) =>
    context.waitUntil(work)

const kept = <T>(keepAlive: KeepAlive, work: Promise<T>): Promise<T> => {
  keepAlive(work.catch(() => {}))
  return work
}

/**
 * The key with this hash, whatever it is worth. In use it costs nobody a question to the database.
 *
 * @param network whose share of unknown keys it is, where nothing else bounds them
 * @throws RoomError RATE_LIMITED for one that is not in use, from a network that has shown too many that nobody knows
 */
export const lookUpKeyByHash = (
  env: Env,
  hash: string,
  keepAlive: KeepAlive,
  network?: string,
): Promise<KeyRecord | undefined> => {
  const find = () => unknownKeys.look(hash, network, () => findKeyByHash(databaseOf(env), hash))
  return kept(keepAlive, keysByHash.get(hash, find, keepAlive))
}

/** The same by its id. */
export const lookUpKeyById = (env: Env, id: string, keepAlive: KeepAlive): Promise<KeyRecord | undefined> =>
  kept(
    keepAlive,
    keysById.get(id, () => findKeyById(databaseOf(env), id), keepAlive),
  )

/** After a change in this isolate; others follow when their memory ends. */
export const forgetKey = ({ id, secrets }: KeyRecord): void => {
  keysById.forget(id)
  for (const { hash } of secrets) keysByHash.forget(hash)
}

/** What the edge asks about an organization with every request of its keys and its rooms. */
export const lookUpOrganization = (
  env: Env,
  organizationId: string,
  keepAlive: KeepAlive,
): Promise<OrganizationRecord | undefined> =>
  kept(
    keepAlive,
    organizations.get(organizationId, () => findOrganization(databaseOf(env), organizationId), keepAlive),
  )

/** After a change in this isolate; others follow when their memory ends. */
export const forgetOrganization = (organizationId: string): void => organizations.forget(organizationId)

/** The organization, or why nothing of it is open. @throws RoomError UNAUTHORIZED, ORGANIZATION_DELETED */
export const requireOpen = (found: OrganizationRecord | undefined): OrganizationRecord => {
  // A key or a token outlives the organization it was made for.
  if (!found) throw new RoomError('UNAUTHORIZED', 'The organization of this key or token does not exist')
  if (found.deletedAt) throw organizationDeleted(found.deletedAt)
  return found
}

/** The organization of whoever calls. @throws RoomError UNAUTHORIZED, ORGANIZATION_DELETED */
export const organizationOf = async (c: Context<EdgeEnv>): Promise<OrganizationRecord> =>
  requireOpen(await lookUpOrganization(c.env, c.get('caller').organizationId, keepAliveBy(c.executionCtx)))

/** The room, or why there is none. @throws RoomError ROOM_NOT_FOUND, ROOM_DELETED */
export const requireFound = (found: RoomRecord | DeletedRoom | undefined): RoomRecord => {
  if (found === undefined) throw new RoomError('ROOM_NOT_FOUND', 'There is no such room')
  if (isDeleted(found)) throw new RoomError('ROOM_DELETED', 'The room was deleted')
  return found
}

export const lookUpRoom = (
  env: Env,
  organizationId: string,
  roomId: string,
  keepAlive: KeepAlive,
): Promise<RoomRecord | DeletedRoom | undefined> =>
  kept(
    keepAlive,
    rooms.get(roomKey(organizationId, roomId), () => findRoom(databaseOf(env), organizationId, roomId)),
  )

/** After a change in this isolate; others follow when their memory ends. */
export const rememberRoom = (organizationId: string, room: RoomRecord): void =>
  rooms.set(roomKey(organizationId, room.id), room)
export const forgetRoom = (organizationId: string, roomId: string): void =>
  rooms.forget(roomKey(organizationId, roomId))
