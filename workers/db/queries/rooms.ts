/** The room registry. Every query takes the organization first and never sees another's rows, nor a room that is still being filled. */
import { and, DrizzleQueryError, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'

export { roomAccess, roomPersistence, roomTypes } from '../schema/rooms.ts'

type Row = typeof rooms.$inferSelect
export type RoomRecord = Omit<Row, 'organizationId' | 'fillingUntil'>
export type NewRoom = Omit<RoomRecord, 'createdAt' | 'updatedAt'>
/** `persistence` is fixed when a room is created. */
export type RoomChange = { readonly [K in keyof Omit<NewRoom, 'id' | 'persistence'>]?: NewRoom[K] | undefined }

/** Where a page of the list ended. */
export interface RoomPosition {
  readonly createdAt: Date
  readonly id: string
}

/** What a {@link RoomRecord} is read from. */
export const roomColumns = {
  id: rooms.id,
  name: rooms.name,
  access: rooms.access,
  type: rooms.type,
  metadata: rooms.metadata,
  maxParticipants: rooms.maxParticipants,
  graceMs: rooms.graceMs,
  presenceTimeoutMs: rooms.presenceTimeoutMs,
  historyMs: rooms.historyMs,
  persistence: rooms.persistence,
  emptyAfterMs: rooms.emptyAfterMs,
  createdAt: rooms.createdAt,
  updatedAt: rooms.updatedAt,
}

const whole = isNull(rooms.fillingUntil)
const one = (organizationId: string, id: string) => and(eq(rooms.organizationId, organizationId), eq(rooms.id, id))

export const findRoom = async (db: Database, organizationId: string, id: string): Promise<RoomRecord | undefined> => {
  const [found] = await db
    .select(roomColumns)
    .from(rooms)
    .where(and(one(organizationId, id), whole))
  return found
}

const foreignKeyViolation = '23503'

/** Whether `error` says that the organization of an inserted row does not exist. */
export const isUnknownOrganization = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && (error.cause as { code?: unknown } | undefined)?.code === foreignKeyViolation

/** A room that is being filled. `expired`: who was to fill it has broken off. `any`: that, and one that is under way. */
export type Filling = 'expired' | 'any'

/** Makes way for another room of this id, with everything that was mirrored of it. Whether there was such a filling. */
const dropFilling = async (db: Database, organizationId: string, id: string, which: Filling): Promise<boolean> => {
  const isMeant = which === 'any' ? isNotNull(rooms.fillingUntil) : lt(rooms.fillingUntil, sql`now()`)
  const dropped = await db
    .delete(rooms)
    .where(and(one(organizationId, id), isMeant))
    .returning({ id: rooms.id })
  return dropped.length === 1
}

/**
 * The new room, or `undefined` when the id is taken. What was being filled under this id makes way when it is one of `over`.
 * Rejects when the organization does not exist.
 */
export const insertRoom = async (
  db: Database,
  organizationId: string,
  room: NewRoom,
  over: Filling = 'any',
  fillingUntil: SQL | null = null,
): Promise<RoomRecord | undefined> => {
  const insert = async () => {
    const [created] = await db
      .insert(rooms)
      .values({ organizationId, ...room, fillingUntil })
      .onConflictDoNothing()
      .returning(roomColumns)
    return created
  }
  const created = await insert()
  if (created !== undefined || !(await dropFilling(db, organizationId, room.id, over))) return created
  return insert()
}

/** Newest first; rooms of the same millisecond by id. */
export const listRooms = (
  db: Database,
  organizationId: string,
  limit: number,
  after?: RoomPosition,
): Promise<RoomRecord[]> =>
  db
    .select(roomColumns)
    .from(rooms)
    .where(
      and(
        eq(rooms.organizationId, organizationId),
        whole,
        after && sql`(${rooms.createdAt}, ${rooms.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(rooms.createdAt), desc(rooms.id))
    .limit(limit)

/** The changed room, or `undefined` when there is none. Keys that are `undefined` stay as they are. */
export const updateRoom = async (
  db: Database,
  organizationId: string,
  id: string,
  change: RoomChange,
): Promise<RoomRecord | undefined> => {
  const values = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const [changed] = await db
    .update(rooms)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(one(organizationId, id), whole))
    .returning(roomColumns)
  return changed
}

/** Whether there was one. One that is being filled goes as well. */
export const deleteRoom = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const deleted = await db.delete(rooms).where(one(organizationId, id)).returning({ id: rooms.id })
  return deleted.length === 1
}
