/** Keys and rooms as the edge looks them up: through the database, with a short memory for the storm of a mass join. */
import { RoomError } from '@syncforge/protocol/errors'
import { roomObjectName } from '../../durable-objects/room/admission.ts'
import { type Database, openDatabase } from '../db/client.ts'
import { findKeyByHash, hashKey, type KeyRecord } from '../db/queries/api-keys.ts'
import { type DeletedRoom, findRoom, isDeleted, type RoomRecord } from '../db/queries/rooms.ts'
import { createLookupCache } from './cache.ts'
import type { Env } from './env.ts'

/** While the database is away, who was known this long ago may go on: rooms work without it. */
const staleMaxMs = 600_000
const shared = { staleMaxMs, maxEntries: 10_000, clock: Date.now }

const keys = createLookupCache<KeyRecord>({ ttlMs: 30_000, ...shared })
const rooms = createLookupCache<RoomRecord | DeletedRoom>({ ttlMs: 2_000, ...shared })
const databases = new WeakMap<Env, Database>()

/** Two ids as one key; also what the room's object is called. */
export const roomKey = roomObjectName

export const databaseOf = (env: Env): Database => {
  const open = databases.get(env) ?? openDatabase(env.DATABASE_URL, env.NEON_ENDPOINT)
  databases.set(env, open)
  return open
}

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

export const lookUpKey = async (env: Env, key: string, keepAlive: KeepAlive): Promise<KeyRecord | undefined> => {
  const hash = await hashKey(key)
  return kept(
    keepAlive,
    keys.get(hash, () => findKeyByHash(databaseOf(env), hash)),
  )
}

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
