/**
 * Rooms that are being filled: registered, but not to be seen before everything is in them. A filling belongs to the time of its
 * registration: whoever was late finishes nothing and drops nothing of another's. One whose time is over has broken off for good.
 */
import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'
import { insertRoom, type NewRoom, type RoomRecord, type RoomsOwner, roomColumns } from './rooms.ts'

/** Longer than the longest way of content into a room. */
const fillingEnd = sql`now() + interval '15 minutes'`

/** So that who finds many does not wait for all of them. */
const sweepMax = 10

const mine = (organizationId: string, { id, createdAt }: RoomRecord) =>
  and(
    eq(rooms.organizationId, organizationId),
    eq(rooms.id, id),
    eq(rooms.createdAt, createdAt),
    isNotNull(rooms.fillingUntil),
  )

/** Registers a room to be filled, in the place of any other filling; `undefined` when there is a room, was one that was deleted, or is no place. */
export const beginFilling = (db: Database, owner: RoomsOwner, room: NewRoom): Promise<RoomRecord | undefined> =>
  insertRoom(db, owner, room, 'filling', fillingEnd)

const isBrokenOff = lt(rooms.fillingUntil, sql`now()`)

/** The room, there for everybody from now on as `room` says; `undefined` when its filling has broken off or was dropped. */
export const finishFilling = async (
  db: Database,
  organizationId: string,
  filling: RoomRecord,
  room: NewRoom,
): Promise<RoomRecord | undefined> => {
  const [finished] = await db
    .update(rooms)
    .set({ ...room, fillingUntil: null })
    .where(and(mine(organizationId, filling), gt(rooms.fillingUntil, sql`now()`)))
    .returning(roomColumns)
  return finished
}

/** Whether this filling was still there: from now on nobody finishes it. */
export const breakOffFilling = async (db: Database, organizationId: string, filling: RoomRecord): Promise<boolean> => {
  const brokenOff = await db
    .update(rooms)
    .set({ fillingUntil: sql`now() - interval '1 second'` })
    .where(mine(organizationId, filling))
    .returning({ id: rooms.id })
  return brokenOff.length === 1
}

/** Some of what has broken off and still has its record. */
export const findBrokenOff = (db: Database, organizationId: string): Promise<RoomRecord[]> =>
  db
    .select(roomColumns)
    .from(rooms)
    .where(and(eq(rooms.organizationId, organizationId), isBrokenOff))
    .limit(sweepMax)

/** It was finished after all: Postgres has been set back to a moment before that. */
export const reviveBrokenOff = async (db: Database, organizationId: string, filling: RoomRecord): Promise<void> => {
  await db
    .update(rooms)
    .set({ fillingUntil: null })
    .where(and(mine(organizationId, filling), isBrokenOff))
}

/** Removes the record of a filling that has broken off, with everything that was mirrored of it. */
export const dropBrokenOff = async (db: Database, organizationId: string, filling: RoomRecord): Promise<void> => {
  await db.delete(rooms).where(and(mine(organizationId, filling), isBrokenOff))
}
