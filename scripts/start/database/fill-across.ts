/**
 * The tables across rooms take what rooms had copied before there were any: once for each kind of copy. Broken off, it begins anew; a copy that cannot be
 * read is left out, as it is when it arrives.
 */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../../workers/db/client.ts'
import { roomCopies } from '../../../workers/db/schema/mirror.ts'
import { acrossFillings } from '../../../workers/db/schema/mirrored.ts'
import { rooms } from '../../../workers/db/schema/rooms.ts'
import { kindsAcross, putAcross } from '../../../workers/objects/mirrored.ts'
import { reasonOf } from '../start-error.ts'

/** Copies of a room are megabytes at most. */
const pageMax = 20

type Position = readonly [organizationId: string, roomId: string, kind: string, key: string]

const pageAfter = (db: Database, kinds: readonly string[], after: Position) =>
  db
    .select({
      organizationId: roomCopies.organizationId,
      roomId: roomCopies.roomId,
      createdAt: rooms.createdAt,
      kind: roomCopies.kind,
      key: roomCopies.key,
      sequence: roomCopies.sequence,
      content: sql<string>`encode(${roomCopies.bytes}, 'base64')`,
    })
    .from(roomCopies)
    .innerJoin(rooms, and(eq(rooms.organizationId, roomCopies.organizationId), eq(rooms.id, roomCopies.roomId)))
    .where(
      and(
        inArray(roomCopies.kind, [...kinds]),
        isNull(rooms.deletedAt),
        sql`(${roomCopies.organizationId}, ${roomCopies.roomId}, ${roomCopies.kind}, ${roomCopies.key}) >
          (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`,
      ),
    )
    .orderBy(asc(roomCopies.organizationId), asc(roomCopies.roomId), asc(roomCopies.kind), asc(roomCopies.key))
    .limit(pageMax)

/** Fills the tables of every kind that was not filled yet. */
export const fillAcross = async (db: Database): Promise<void> => {
  const done = new Set((await db.select({ kind: acrossFillings.kind }).from(acrossFillings)).map(({ kind }) => kind))
  const kinds = kindsAcross.filter((kind) => !done.has(kind))
  if (kinds.length === 0) return
  for (let after: Position = ['', '', '', '']; ; ) {
    const copies = await pageAfter(db, kinds, after)
    for (const { organizationId, roomId, createdAt, kind, key, sequence, content } of copies) {
      const item = { kind, key, sequence, bytes: new Uint8Array(Buffer.from(content, 'base64')) }
      try {
        await putAcross(db, { organizationId, roomId, createdAt: createdAt.getTime() }, [item])
      } catch (error) {
        console.warn(`The copy of ${kind} ${key} of room ${roomId} cannot be listed across rooms: ${reasonOf(error)}.`)
      }
      after = [organizationId, roomId, kind, key]
    }
    if (copies.length < pageMax) break
  }
  await db
    .insert(acrossFillings)
    .values(kinds.map((kind) => ({ kind })))
    .onConflictDoNothing()
}
