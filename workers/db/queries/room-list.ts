/** Pages of the room registry: filtered, sorted, each beginning where the one before ended. */
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'
import { type RoomRecord, roomColumns, wholeRooms } from './rooms.ts'

/** By what a list is sorted; a minus begins with the largest. */
export const roomSorts = ['-createdAt', 'createdAt', '-updatedAt', 'updatedAt', 'name', '-name', 'id', '-id'] as const
export type RoomSort = (typeof roomSorts)[number]

/** Where a page ended. Times are milliseconds. */
export interface RoomPosition {
  readonly value: string | number
  readonly id: string
}

export interface RoomListing {
  readonly limit: number
  readonly sort?: RoomSort
  readonly after?: RoomPosition | undefined
  readonly type?: RoomRecord['type'] | undefined
  /** Rooms whose id or name holds this, in letters large or small. */
  readonly search?: string | undefined
  /** Rooms whose metadata hold all of this. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

type SortKey = 'createdAt' | 'updatedAt' | 'name' | 'id'
const keyOf = (sort: RoomSort) => sort.replace('-', '') as SortKey

/** A room without a name comes first. */
const columns: Readonly<Record<SortKey, SQL>> = {
  createdAt: sql`${rooms.createdAt}`,
  updatedAt: sql`${rooms.updatedAt}`,
  name: sql`coalesce(${rooms.name}, '')`,
  id: sql`${rooms.id}`,
}

export const positionOf = (room: RoomRecord, sort: RoomSort): RoomPosition => {
  const value = room[keyOf(sort)] ?? ''
  return { value: value instanceof Date ? value.getTime() : value, id: room.id }
}

const behind = ({ value, id }: RoomPosition, sort: RoomSort): SQL => {
  const bound = typeof value === 'number' ? sql`${new Date(value).toISOString()}::timestamptz` : sql`${value}`
  const isBehind = sort.startsWith('-') ? sql`<` : sql`>`
  return sql`(${columns[keyOf(sort)]}, ${rooms.id}) ${isBehind} (${bound}, ${id})`
}

/** Rooms with the same value are told apart by id. Newest first unless told otherwise. */
export const listRooms = (
  db: Database,
  organizationId: string,
  { limit, sort = '-createdAt', after, type, metadata, search }: RoomListing,
): Promise<RoomRecord[]> => {
  const inOrder = sort.startsWith('-') ? desc : asc
  return db
    .select(roomColumns)
    .from(rooms)
    .where(
      and(
        eq(rooms.organizationId, organizationId),
        wholeRooms,
        after && behind(after, sort),
        type && eq(rooms.type, type),
        search === undefined
          ? undefined
          : sql`position(lower(${search}) IN lower(${rooms.id} || ' ' || coalesce(${rooms.name}, ''))) > 0`,
        metadata && sql`${rooms.metadata} @> ${JSON.stringify(metadata)}::jsonb`,
      ),
    )
    .orderBy(inOrder(columns[keyOf(sort)]), inOrder(rooms.id))
    .limit(limit)
}
