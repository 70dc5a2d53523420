/** The room registry. Every query takes the organization first and never sees another's rows. */
import { and, DrizzleQueryError, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'

export { roomAccess, roomPersistence, roomTypes } from '../schema/rooms.ts'

type Row = typeof rooms.$inferSelect
export type RoomRecord = Omit<Row, 'organizationId'>
export type NewRoom = Omit<RoomRecord, 'createdAt' | 'updatedAt'>
/** `persistence` is fixed when a room is created. */
export type RoomChange = { readonly [K in keyof Omit<NewRoom, 'id' | 'persistence'>]?: NewRoom[K] | undefined }

/** Where a page of the list ended. */
export interface RoomPosition {
  readonly createdAt: Date
  readonly id: string
}

const { organizationId: _, ...columns } = {
  organizationId: rooms.organizationId,
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

const one = (organizationId: string, id: string) => and(eq(rooms.organizationId, organizationId), eq(rooms.id, id))

export const findRoom = async (db: Database, organizationId: string, id: string): Promise<RoomRecord | undefined> => {
  const [found] = await db.select(columns).from(rooms).where(one(organizationId, id))
  return found
}

const foreignKeyViolation = '23503'

/** Whether `error` says that the organization of an inserted row does not exist. */
export const isUnknownOrganization = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && (error.cause as { code?: unknown } | undefined)?.code === foreignKeyViolation

/** The new room, or `undefined` when the id is taken. Rejects when the organization does not exist. */
export const insertRoom = async (
  db: Database,
  organizationId: string,
  room: NewRoom,
): Promise<RoomRecord | undefined> => {
  const [created] = await db
    .insert(rooms)
    .values({ organizationId, ...room })
    .onConflictDoNothing()
    .returning(columns)
  return created
}

/** Newest first; rooms of the same millisecond by id. */
export const listRooms = (
  db: Database,
  organizationId: string,
  limit: number,
  after?: RoomPosition,
): Promise<RoomRecord[]> =>
  db
    .select(columns)
    .from(rooms)
    .where(
      and(
        eq(rooms.organizationId, organizationId),
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
    .where(one(organizationId, id))
    .returning(columns)
  return changed
}

/** Whether there was one. */
export const deleteRoom = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const deleted = await db.delete(rooms).where(one(organizationId, id)).returning({ id: rooms.id })
  return deleted.length === 1
}
