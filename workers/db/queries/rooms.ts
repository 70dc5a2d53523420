/** The room registry. Every query takes the organization first and never sees another's rows, nor a room that is still being filled. */
import { and, DrizzleQueryError, desc, eq, getTableColumns, gt, isNotNull, isNull, lt, or, SQL, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'
import { type MirrorTimes, mirrorTimes } from './mirrored/copies.ts'

export { roomPersistence, roomTypes } from '../schema/rooms.ts'

type Row = typeof rooms.$inferSelect
export type RoomRecord = Omit<Row, 'organizationId' | 'fillingUntil' | 'deletedAt' | 'madeBy'>
export type NewRoom = Omit<RoomRecord, 'createdAt' | 'updatedAt'>
/** `persistence` is fixed when a room is created. */
export type RoomChange = { readonly [K in keyof Omit<NewRoom, 'id' | 'persistence'>]?: NewRoom[K] | undefined } & {
  /** Whether people come in without a grant; what they may do there stays as it is, or is `write`. */
  readonly access?: 'public' | 'private' | undefined
}

/** What a {@link RoomRecord} is read from. */
export const roomColumns = {
  id: rooms.id,
  name: rooms.name,
  defaultAccess: rooms.defaultAccess,
  ownerId: rooms.ownerId,
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

/** Of those that are neither being filled nor deleted. */
export const wholeRooms = and(isNull(rooms.fillingUntil), isNull(rooms.deletedAt))
const one = (organizationId: string, id: string) => and(eq(rooms.organizationId, organizationId), eq(rooms.id, id))

/** What is left of a room that was deleted. */
export interface DeletedRoom {
  readonly deletedAt: Date
}

export const isDeleted = (found: object): found is DeletedRoom => 'deletedAt' in found

export const findRoom = async (
  db: Database,
  organizationId: string,
  id: string,
): Promise<RoomRecord | DeletedRoom | undefined> => {
  const [found] = await db
    .select({ room: roomColumns, deletedAt: rooms.deletedAt })
    .from(rooms)
    .where(and(one(organizationId, id), isNull(rooms.fillingUntil)))
  const { room, deletedAt = null } = found ?? {}
  return deletedAt === null ? room : { deletedAt }
}

/** The room with what the mirror tells of its times. */
export const findRoomWithTimes = async (
  db: Database,
  organizationId: string,
  id: string,
): Promise<{ readonly found: RoomRecord | DeletedRoom | undefined; readonly times: MirrorTimes }> => {
  const [row] = await db
    .select({ room: roomColumns, deletedAt: rooms.deletedAt, ...mirrorTimes })
    .from(rooms)
    .where(and(one(organizationId, id), isNull(rooms.fillingUntil)))
  const { room, deletedAt = null, mirroredAt = null, lastFactAt = null } = row ?? {}
  return { found: deletedAt === null ? room : { deletedAt }, times: { mirroredAt, lastFactAt } }
}

const foreignKeyViolation = '23503'

/** Whether `error` says that the organization of an inserted row does not exist. */
export const isUnknownOrganization = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && (error.cause as { code?: unknown } | undefined)?.code === foreignKeyViolation

/**
 * What makes way for a new room of the same id. `expired`: a filling that has broken off. `filling`: any, one that is under way as well.
 * `deleted`: those, and a room that was deleted.
 */
export type Replaceable = 'expired' | 'filling' | 'deleted'

const replaced: Readonly<Record<Replaceable, SQL | undefined>> = {
  expired: lt(rooms.fillingUntil, sql`now()`),
  filling: isNotNull(rooms.fillingUntil),
  deleted: or(isNotNull(rooms.fillingUntil), isNotNull(rooms.deletedAt)),
}

/** The organization that a new room is for, and how many it may have; `null`: as many as it likes. */
export interface RoomsOwner {
  readonly organizationId: string
  readonly roomsMax: number | null
}

/** Rule PL3. Asked in the statement that writes: who makes one in the same moment waits for the other, and then sees its room. */
const hasPlace = ({ organizationId, roomsMax }: RoomsOwner, id: string): SQL | undefined =>
  roomsMax === null ? undefined : sql`has_place_for_room(${organizationId}, ${id}, ${roomsMax})`

/** Those that count for the plan: neither deleted nor left over from a filling that has broken off. */
const counted = and(isNull(rooms.deletedAt), or(isNull(rooms.fillingUntil), gt(rooms.fillingUntil, sql`now()`)))

/** How many rooms there are of those that count for the plan. */
export const countRooms = (db: Database, organizationId: string): Promise<number> =>
  db.$count(rooms, and(eq(rooms.organizationId, organizationId), counted))

/** Makes way for another room of this id, with everything that was mirrored of it. Whether there was such a row, and is a place. */
const makeWay = async (db: Database, owner: RoomsOwner, id: string, over: Replaceable): Promise<boolean> => {
  const dropped = await db
    .delete(rooms)
    .where(and(one(owner.organizationId, id), replaced[over], hasPlace(owner, id)))
    .returning({ id: rooms.id })
  return dropped.length === 1
}

type Values = { readonly [K in keyof Row]?: Row[K] | SQL }

/** A row as what a SELECT gives, in the order of the columns; times that are left out are now. */
const selectable = (values: Values) =>
  Object.fromEntries(
    Object.entries(getTableColumns(rooms)).map(([key, column]) => {
      const given = values[key as keyof Row]
      const value =
        given === undefined ? sql`now()` : given instanceof SQL ? sql`(${given})` : sql`${sql.param(given, column)}`
      return [key, sql`${value}::${sql.raw(column.getSQLType())}`.as(column.name)]
    }),
    // A key for every column.
  ) as Record<keyof Row, SQL.Aliased>

/** The new room where there is a place for it and `condition` holds. */
const created = async (
  db: Database,
  owner: RoomsOwner,
  values: Values & NewRoom,
  over: Replaceable,
  condition?: SQL,
): Promise<RoomRecord | undefined> => {
  const insert = () =>
    db
      .insert(rooms)
      .select(
        db
          .select(selectable({ deletedAt: null, madeBy: null, ...values, organizationId: owner.organizationId }))
          .from(sql`(SELECT 1) AS one`)
          .where(and(condition, hasPlace(owner, values.id))),
      )
      .onConflictDoNothing()
      .returning(roomColumns)
  const [first] = await insert()
  if (first !== undefined || !(await makeWay(db, owner, values.id, over))) return first
  const [second] = await insert()
  return second
}

/**
 * The new room, or `undefined` when the id is taken or there is no place for it. What is one of `over` makes way for it. Rejects when the
 * organization does not exist.
 */
export const insertRoom = (
  db: Database,
  owner: RoomsOwner,
  room: NewRoom,
  over: Replaceable,
  fillingUntil: SQL | null = null,
): Promise<RoomRecord | undefined> => created(db, owner, { ...room, fillingUntil }, over)

/** How many rooms one maker may register within how long. */
export interface MakingBound {
  readonly max: number
  readonly windowMs: number
}

const lately = (madeBy: string, { windowMs }: MakingBound) =>
  and(eq(rooms.madeBy, madeBy), gt(rooms.createdAt, sql`now() - ${windowMs} * interval '1 millisecond'`))

/**
 * As {@link insertRoom} over what has broken off, for somebody who makes a room by joining it; also `undefined` when `madeBy` has made too
 * many. Counted in the statement that inserts: whatever isolate asks, all ask the same rows. Those that insert in the same moment don't see
 * each other, so that a few more than `max` may be made.
 */
export const insertJoinedRoom = (
  db: Database,
  owner: RoomsOwner,
  room: NewRoom,
  madeBy: string,
  bound: MakingBound,
): Promise<RoomRecord | undefined> => {
  const made = db.$count(rooms, lately(madeBy, bound))
  return created(db, owner, { madeBy, ...room, fillingUntil: null }, 'expired', sql`${made} < ${bound.max}`)
}

/** How long until `madeBy` may make another room; 0 for now. */
export const makesNextRoomInMs = async (db: Database, madeBy: string, bound: MakingBound): Promise<number> => {
  const [last] = await db
    .select({
      inMs: sql<number>`ceil(extract(epoch FROM ${rooms.createdAt} - now()) * 1000 + ${bound.windowMs})::float8`,
    })
    .from(rooms)
    .where(lately(madeBy, bound))
    .orderBy(desc(rooms.createdAt))
    .offset(bound.max - 1)
    .limit(1)
  // A clock that was set back has rooms of the future.
  return Math.min(bound.windowMs, Math.max(0, last?.inMs ?? 0))
}

/** The changed room, or `undefined` when there is none. Keys that are `undefined` stay as they are. */
export const updateRoom = async (
  db: Database,
  organizationId: string,
  id: string,
  change: RoomChange,
): Promise<RoomRecord | undefined> => {
  const { access, ...columns } = change
  const values = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  const opened = sql`CASE ${rooms.defaultAccess} WHEN 'none' THEN 'write' ELSE ${rooms.defaultAccess} END`
  const switched = access === undefined ? {} : { defaultAccess: access === 'private' ? ('none' as const) : opened }
  const [changed] = await db
    .update(rooms)
    // Later than before whatever the clock says: rooms tell newer settings from older ones by it.
    .set({ ...switched, ...values, updatedAt: sql`greatest(now(), ${rooms.updatedAt} + interval '1 millisecond')` })
    .where(and(one(organizationId, id), wholeRooms))
    .returning(roomColumns)
  return changed
}

/** What takes the place of a deleted room: nothing that anybody wrote. */
const deletedRow = {
  name: null,
  defaultAccess: 'none',
  ownerId: null,
  type: 'custom',
  metadata: {},
  maxParticipants: 0,
  graceMs: 0,
  presenceTimeoutMs: 0,
  historyMs: 0,
  persistence: 'durable',
  emptyAfterMs: 0,
  fillingUntil: null,
  madeBy: null,
} as const

/**
 * Whether there was one. One that is being filled goes as well. Its row makes way for one that says no more than that it was deleted, in one
 * statement: the id is never free in between, and what was mirrored of the room goes with the row that it belonged to.
 */
export const deleteRoom = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const gone = db.$with('gone').as(
    db
      .delete(rooms)
      .where(and(one(organizationId, id), isNull(rooms.deletedAt)))
      .returning({ organizationId: rooms.organizationId, id: rooms.id }),
  )
  const deleted = await db
    .with(gone)
    .insert(rooms)
    .select(db.select({ ...selectable(deletedRow), organizationId: gone.organizationId, id: gone.id }).from(gone))
    .returning({ id: rooms.id })
  return deleted.length === 1
}
