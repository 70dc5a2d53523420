/** What rooms have mirrored. Repeats and late arrivals are harmless: the higher sequence stays. */
import { lt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { roomCopies, roomFacts } from '../schema/mirror.ts'

export interface RoomCopy {
  readonly kind: string
  readonly key: string
  readonly sequence: number
  readonly bytes: Uint8Array
}

/** Writes a copy unless a newer one is there. Rejects when the room does not exist. */
export const putRoomCopy = async (
  db: Database,
  organizationId: string,
  roomId: string,
  { kind, key, sequence, bytes }: RoomCopy,
): Promise<void> => {
  const content = sql`decode(${Buffer.from(bytes).toString('base64')}, 'base64')`
  await db
    .insert(roomCopies)
    .values({ organizationId, roomId, kind, key, sequence, bytes: content })
    .onConflictDoUpdate({
      target: [roomCopies.organizationId, roomCopies.roomId, roomCopies.kind, roomCopies.key],
      set: { sequence, bytes: sql`excluded.bytes`, updatedAt: sql`now()` },
      setWhere: lt(roomCopies.sequence, sequence),
    })
}

export interface RoomFact {
  readonly sequence: number
  readonly kind: string
  readonly body: unknown
  readonly at: number
}

/** Writes those that are not there yet. Rejects when the room does not exist. */
export const putRoomFacts = async (
  db: Database,
  organizationId: string,
  roomId: string,
  facts: readonly RoomFact[],
): Promise<void> => {
  if (facts.length === 0) return
  const rows = facts.map(({ at, ...fact }) => ({ organizationId, roomId, ...fact, happenedAt: new Date(at) }))
  await db.insert(roomFacts).values(rows).onConflictDoNothing()
}
