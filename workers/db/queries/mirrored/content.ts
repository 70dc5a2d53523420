/** Chat, records and checklists that rooms have mirrored. Repeats and late arrivals are harmless: what has the higher revision stays. */
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { type RegisteredRoom, storable } from './copies.ts'

export interface Said {
  readonly userId: string
  readonly verified: boolean
  readonly name: string
}

export interface MirroredMessage {
  readonly revision: number
  readonly id: string
  readonly sequence: number
  readonly by: Said
  readonly body: string
  readonly mentions: readonly string[]
  readonly replyTo: string | null
  /** Times are milliseconds since 1970. */
  readonly at: number
  readonly editedAt: number | null
  readonly removedAt: number | null
}

export interface MirroredRecord {
  readonly revision: number
  readonly key: string
  readonly version: number
  readonly bytes: number
  readonly by: Said
  readonly at: number
  readonly isRemoved: boolean
}

export interface MirroredChecklist {
  readonly revision: number
  readonly list: string
  readonly items: number
  readonly done: number
  readonly dueAt: number | null
  readonly changedAt: number
}

/** @param of the rows that it is of */
export const time = (column: string, of = 'given') => sql.raw(`to_timestamp(${of}.${column} / 1000.0)`)

/** `room`: the one that is meant, under a lock, or none; `given`: what comes. */
export const withRoom = (room: RegisteredRoom, rows: readonly object[], columns: string) => sql`
  WITH room AS (
    SELECT organization_id, id FROM rooms WHERE organization_id = ${room.organizationId} AND id = ${room.roomId}
      AND created_at = ${new Date(room.createdAt).toISOString()}::timestamptz AND deleted_at IS NULL FOR KEY SHARE
  ), given AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows, storable)}::jsonb) AS given (${sql.raw(columns)})
  )`

const run = async (db: Database, rows: readonly object[], statement: () => SQL): Promise<void> => {
  if (rows.length > 0) await db.execute(statement())
}

const flat = ({ by, ...rest }: MirroredMessage | MirroredRecord) => ({
  ...rest,
  author_id: by.userId,
  author_verified: by.verified,
  author_name: by.name,
})

/** Those of a block that did not change are not written anew. */
export const putMessages = (db: Database, room: RegisteredRoom, messages: readonly MirroredMessage[]): Promise<void> =>
  run(
    db,
    messages,
    () => sql`${withRoom(
      room,
      messages.map(flat),
      `id text, revision bigint, sequence bigint, author_id text, author_verified boolean, author_name text, body text, mentions jsonb,
       "replyTo" text, at bigint, "editedAt" bigint, "removedAt" bigint`,
    )}
    INSERT INTO chat_messages AS stored (organization_id, room_id, id, revision, sequence, author_id, author_verified, author_name, body, mentions,
      reply_to, created_at, edited_at, removed_at)
    SELECT room.organization_id, room.id, given.id, revision, sequence, author_id, author_verified, author_name, body, mentions, "replyTo",
      ${time('at')}, ${time('"editedAt"')}, ${time('"removedAt"')} FROM room, given
    ON CONFLICT (organization_id, room_id, id) DO UPDATE SET revision = excluded.revision, body = excluded.body, mentions = excluded.mentions,
      edited_at = excluded.edited_at, removed_at = excluded.removed_at
      WHERE stored.revision < excluded.revision
        AND (stored.body, stored.edited_at, stored.removed_at) IS DISTINCT FROM (excluded.body, excluded.edited_at, excluded.removed_at)`,
  )

/** A record that was removed stays as such, so that a late copy of it does not bring it back. */
export const putRecords = (db: Database, room: RegisteredRoom, records: readonly MirroredRecord[]): Promise<void> =>
  run(
    db,
    records,
    () => sql`${withRoom(
      room,
      records.map(flat),
      `key text, revision bigint, version bigint, bytes integer, author_id text, author_verified boolean, author_name text, at bigint,
       "isRemoved" boolean`,
    )}
    INSERT INTO text_records AS stored (organization_id, room_id, key, revision, version, bytes, author_id, author_verified, author_name, saved_at,
      is_removed)
    SELECT room.organization_id, room.id, key, revision, version, bytes, author_id, author_verified, author_name, ${time('at')}, "isRemoved"
    FROM room, given
    ON CONFLICT (organization_id, room_id, key) DO UPDATE SET revision = excluded.revision, version = excluded.version, bytes = excluded.bytes,
      author_id = excluded.author_id, author_verified = excluded.author_verified, author_name = excluded.author_name, saved_at = excluded.saved_at,
      is_removed = excluded.is_removed
      WHERE stored.revision < excluded.revision`,
  )

export const putChecklists = (
  db: Database,
  room: RegisteredRoom,
  checklists: readonly MirroredChecklist[],
): Promise<void> =>
  run(
    db,
    checklists,
    () => sql`${withRoom(
      room,
      checklists,
      `list text, revision bigint, items integer, done integer, "dueAt" bigint, "changedAt" bigint`,
    )}
    INSERT INTO checklists AS stored (organization_id, room_id, list, revision, items, done, due_at, changed_at)
    SELECT room.organization_id, room.id, list, revision, items, done, ${time('"dueAt"')}, ${time('"changedAt"')} FROM room, given
    ON CONFLICT (organization_id, room_id, list) DO UPDATE SET revision = excluded.revision, items = excluded.items, done = excluded.done,
      due_at = excluded.due_at, changed_at = excluded.changed_at
      WHERE stored.revision < excluded.revision`,
  )
