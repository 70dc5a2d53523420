/**
 * What rooms have mirrored. Repeats and late arrivals are harmless: the higher sequence stays. A room is meant with the time of its
 * registration, and written to under a lock on that: what is on its way when a room is deleted never reaches one made anew (L11).
 */
import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { roomCopies, roomFacts } from '../../schema/mirror.ts'
import { rooms } from '../../schema/rooms.ts'

export interface RegisteredRoom {
  readonly organizationId: string
  readonly roomId: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** Names a copy within its room. */
export interface CopyPosition {
  readonly kind: string
  readonly key: string
}

export interface NewRoomCopy extends CopyPosition {
  readonly sequence: number
  readonly bytes: Uint8Array
  /** Of the bytes, whatever the caller takes for one. */
  readonly digest: string
}

export interface RoomCopy extends NewRoomCopy {
  /** When it was written, in milliseconds since 1970. */
  readonly at: number
}

const registered = ({ organizationId, roomId, createdAt }: RegisteredRoom) =>
  and(
    eq(rooms.organizationId, organizationId),
    eq(rooms.id, roomId),
    eq(rooms.createdAt, new Date(createdAt)),
    isNull(rooms.deletedAt),
  )

/** Whether there is such a room, be it one that is still being filled. */
export const isRegistered = async (db: Database, room: RegisteredRoom): Promise<boolean> =>
  (await db.select({ id: rooms.id }).from(rooms).where(registered(room))).length > 0

/** Writes each copy unless a newer one is there. Whether any was written: none when there is no such room. */
export const putRoomCopies = async (
  db: Database,
  room: RegisteredRoom,
  copies: readonly NewRoomCopy[],
): Promise<boolean> => {
  const rows = copies.map(
    ({ kind, key, sequence, bytes, digest }) =>
      sql`(${kind}::text, ${key}::text, ${sequence}::bigint, ${Buffer.from(bytes).toString('base64')}, ${digest}::text)`,
  )
  const copy = sql`(VALUES ${sql.join(rows, sql`, `)}) AS copy (kind, key, sequence, content, digest)`
  const written = await db
    .insert(roomCopies)
    .select(
      db
        .select({
          organizationId: rooms.organizationId,
          roomId: rooms.id,
          kind: sql<string>`copy.kind`.as('kind'),
          key: sql<string>`copy.key`.as('key'),
          sequence: sql<number>`copy.sequence`.as('sequence'),
          bytes: sql<Uint8Array>`decode(copy.content, 'base64')`.as('bytes'),
          digest: sql<string>`copy.digest`.as('digest'),
          updatedAt: sql<Date>`now()`.as('updated_at'),
        })
        .from(rooms)
        .innerJoin(copy, sql`true`)
        .where(registered(room))
        .for('key share', { of: rooms }),
    )
    .onConflictDoUpdate({
      target: [roomCopies.organizationId, roomCopies.roomId, roomCopies.kind, roomCopies.key],
      set: {
        sequence: sql`excluded.sequence`,
        bytes: sql`excluded.bytes`,
        digest: sql`excluded.digest`,
        updatedAt: sql`now()`,
      },
      setWhere: lt(roomCopies.sequence, sql`excluded.sequence`),
    })
    .returning({ sequence: roomCopies.sequence })
  return written.length > 0
}

export interface RoomFact {
  readonly sequence: number
  readonly kind: string
  readonly body: unknown
  readonly at: number
}

/** PostgreSQL's JSON has neither NUL nor half a surrogate pair: one in somebody's name must not keep the others from being told. */
export const storable = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '\ufffd') : value

/** Writes those that are not there yet. Whether any was written: none when there is no such room. */
export const putRoomFacts = async (
  db: Database,
  room: RegisteredRoom,
  facts: readonly RoomFact[],
): Promise<boolean> => {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(facts, storable)}::jsonb) AS fact(sequence bigint, kind text, body jsonb, at bigint)`
  const written = await db
    .insert(roomFacts)
    .select(
      db
        .select({
          organizationId: rooms.organizationId,
          roomId: rooms.id,
          sequence: sql<number>`fact.sequence`.as('sequence'),
          kind: sql<string>`fact.kind`.as('kind'),
          body: sql<unknown>`fact.body`.as('body'),
          happenedAt: sql<Date>`to_timestamp(fact.at / 1000.0)`.as('happened_at'),
        })
        .from(rooms)
        .innerJoin(rows, sql`true`)
        .where(registered(room))
        .for('key share', { of: rooms }),
    )
    .onConflictDoNothing()
    .returning({ sequence: roomFacts.sequence })
  return written.length > 0
}

export interface RoomCopyPage {
  readonly copies: readonly RoomCopy[]
  readonly hasMore: boolean
  /** The highest sequence of a fact, 0 for none. */
  readonly lastFact: number
}

/** The copies after a position, of at most `maxBytes` together or one that is larger. `undefined` when there is no such room. */
export const readRoomCopies = async (
  db: Database,
  room: RegisteredRoom,
  after: CopyPosition | null,
  maxBytes: number,
): Promise<RoomCopyPage | null> => {
  const { organizationId, roomId } = room
  const inOrder = sql`OVER (ORDER BY ${roomCopies.kind}, ${roomCopies.key})`
  const ordered = db
    .select({
      kind: roomCopies.kind,
      key: roomCopies.key,
      sequence: roomCopies.sequence,
      bytes: roomCopies.bytes,
      digest: roomCopies.digest,
      updatedAt: roomCopies.updatedAt,
      // What is asked for comes whole and is cut here: the sizes are known without reading the contents.
      place: sql<number>`row_number() ${inOrder}`.as('place'),
      size: sql<number>`sum(octet_length(${roomCopies.bytes})) ${inOrder}`.as('size'),
      count: sql<number>`count(*) OVER ()`.as('count'),
    })
    .from(roomCopies)
    .where(
      and(
        eq(roomCopies.organizationId, organizationId),
        eq(roomCopies.roomId, roomId),
        after === null ? undefined : sql`(${roomCopies.kind}, ${roomCopies.key}) > (${after.kind}, ${after.key})`,
      ),
    )
    .as('ordered')
  const found = await db
    .select({
      kind: ordered.kind,
      key: ordered.key,
      sequence: ordered.sequence,
      content: sql<string | null>`encode(${ordered.bytes}, 'base64')`,
      digest: ordered.digest,
      updatedAt: ordered.updatedAt,
      count: sql<number>`coalesce(${ordered.count}, 0)::int`,
      lastFact: sql<number>`coalesce((SELECT max(${roomFacts.sequence}) FROM ${roomFacts}
        WHERE ${roomFacts.organizationId} = ${organizationId} AND ${roomFacts.roomId} = ${roomId}), 0)::float8`,
    })
    .from(rooms)
    .leftJoin(ordered, sql`${ordered.place} = 1 OR ${ordered.size} <= ${maxBytes}`)
    .where(registered(room))
    .orderBy(asc(ordered.kind), asc(ordered.key))
  const [first] = found
  if (first === undefined) return null
  const copies = found.flatMap(({ kind, key, sequence, content, digest, updatedAt }) =>
    kind === null || key === null || sequence === null || content === null || digest === null || updatedAt === null
      ? []
      : [
          {
            kind,
            key,
            sequence,
            bytes: new Uint8Array(Buffer.from(content, 'base64')),
            digest,
            at: updatedAt.getTime(),
          },
        ],
  )
  return { copies, hasMore: copies.length < first.count, lastFact: first.lastFact }
}

export interface MirrorTimes {
  /** When the room last sent a copy. */
  readonly mirroredAt: Date | null
  /** When its newest fact happened. */
  readonly lastFactAt: Date | null
}

/** For a selection from `rooms`. Names are written out: of a single table Drizzle writes columns without theirs, and all rooms would match. */
export const mirrorTimes = {
  mirroredAt: sql<Date | null>`(SELECT max(copies.updated_at) FROM room_copies AS copies
    WHERE copies.organization_id = rooms.organization_id AND copies.room_id = rooms.id)`.mapWith(roomCopies.updatedAt),
  lastFactAt: sql<Date | null>`(SELECT facts.happened_at FROM room_facts AS facts
    WHERE facts.organization_id = rooms.organization_id AND facts.room_id = rooms.id
    ORDER BY facts.sequence DESC LIMIT 1)`.mapWith(roomFacts.happenedAt),
}
