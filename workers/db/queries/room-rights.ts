/** What rooms have told about people's rights, across an organization's rooms; a few seconds behind the rooms themselves. */
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { roomRights } from '../schema/room-rights.ts'

export interface GrantRecord {
  readonly roomId: string
  readonly value: Record<string, unknown>
}

/** What was decided about one user id, by room id. */
export const listGrantsOf = (
  db: Database,
  organizationId: string,
  userId: string,
  limit: number,
  after: string,
): Promise<GrantRecord[]> =>
  db
    .select({ roomId: roomRights.roomId, value: roomRights.value })
    .from(roomRights)
    .where(
      and(
        eq(roomRights.organizationId, organizationId),
        eq(roomRights.right, 'grant'),
        eq(roomRights.id, userId),
        gt(roomRights.roomId, after),
      ),
    )
    .orderBy(asc(roomRights.roomId))
    .limit(limit)
