/** Several rooms of one organization at once, as far as it takes to say who may look at them. */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { rooms } from '../schema/rooms.ts'
import { type DeletedRoom, isDeleted, type RoomRecord } from './rooms.ts'

export { isDeleted }

export type RoomEntry = Pick<RoomRecord, 'ownerId' | 'defaultAccess' | 'createdAt'> | DeletedRoom

/** Those of `ids` that there are, or were, by id. */
export const findRoomsById = async (
  db: Database,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RoomEntry>> => {
  const found = await db
    .select({
      id: rooms.id,
      ownerId: rooms.ownerId,
      defaultAccess: rooms.defaultAccess,
      createdAt: rooms.createdAt,
      deletedAt: rooms.deletedAt,
    })
    .from(rooms)
    .where(and(eq(rooms.organizationId, organizationId), inArray(rooms.id, [...ids]), isNull(rooms.fillingUntil)))
  return new Map(found.map(({ id, deletedAt, ...room }) => [id, deletedAt === null ? room : { deletedAt }]))
}
