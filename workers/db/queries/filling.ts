/**
 * Rooms that are being filled: registered, but not to be seen before everything is in them. A filling belongs to the time of its
 * registration: whoever was late finishes nothing and drops nothing of another's.
 */
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'
import { insertRoom, type NewRoom, type RoomRecord, roomColumns } from './rooms.ts'

/** Longer than the longest way of content into a room. */
const fillingEnd = sql`now() + interval '15 minutes'`

const mine = (organizationId: string, { id, createdAt }: RoomRecord) =>
  and(
    eq(rooms.organizationId, organizationId),
    eq(rooms.id, id),
    eq(rooms.createdAt, createdAt),
    isNotNull(rooms.fillingUntil),
  )

/** Registers a room to be filled, in the place of any other filling; `undefined` when there is a room. */
export const beginFilling = (db: Database, organizationId: string, room: NewRoom): Promise<RoomRecord | undefined> =>
  insertRoom(db, organizationId, room, 'any', fillingEnd)

/** The room, there for everybody from now on as `room` says; `undefined` when its filling was dropped. */
export const finishFilling = async (
  db: Database,
  organizationId: string,
  filling: RoomRecord,
  room: NewRoom,
): Promise<RoomRecord | undefined> => {
  const [finished] = await db
    .update(rooms)
    .set({ ...room, fillingUntil: null })
    .where(mine(organizationId, filling))
    .returning(roomColumns)
  return finished
}

/** Whether this filling was still there. */
export const abandonFilling = async (db: Database, organizationId: string, filling: RoomRecord): Promise<boolean> => {
  const dropped = await db.delete(rooms).where(mine(organizationId, filling)).returning({ id: rooms.id })
  return dropped.length === 1
}
