/** Comments that rooms have mirrored, across rooms. Repeats and late arrivals are harmless: the higher revision of a thread stays. */
import type { Comment, Thread } from '@syncforge/protocol/comments'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { comments } from '../../schema/mirrored.ts'
import { rooms } from '../../schema/rooms.ts'
import { type RegisteredRoom, storable } from './copies.ts'

/** A thread with everything in it, as a room mirrors it. */
export interface MirroredThread {
  readonly revision: number
  readonly thread: Thread
  readonly comments: readonly Comment[]
}

/** Writes threads, unless newer ones are there; none when there is no such room. */
export const putComments = async (
  db: Database,
  room: RegisteredRoom,
  threads: readonly MirroredThread[],
): Promise<void> => {
  const rows = threads.map(({ revision, thread, comments: said }) => ({
    id: thread.id,
    revision,
    anchor_id: thread.anchorId,
    document: thread.anchor !== null && 'document' in thread.anchor ? thread.anchor.document : null,
    anchor: thread.anchor,
    metadata: thread.metadata,
    author_id: thread.author.userId,
    author_verified: thread.author.verified,
    comments: thread.comments,
    created_at: thread.createdAt,
    last_at: thread.lastAt,
    resolved_at: thread.resolved?.at ?? null,
    is_deleted: thread.isDeleted,
    said: said.map((comment) => ({
      id: comment.id,
      sequence: comment.sequence,
      author_id: comment.author.userId,
      author_verified: comment.author.verified,
      text: comment.text,
      body: comment.body,
      mentions: comment.mentions,
      created_at: comment.createdAt,
      edited_at: comment.editedAt,
      deleted_at: comment.deletedAt,
    })),
  }))
  const time = (column: string) => sql.raw(`to_timestamp(${column} / 1000.0)`)
  // One statement: all of a thread, or nothing.
  await db.execute(sql`
    WITH room AS (
      SELECT organization_id, id FROM rooms WHERE organization_id = ${room.organizationId} AND id = ${room.roomId}
        AND created_at = ${new Date(room.createdAt).toISOString()}::timestamptz AND deleted_at IS NULL FOR KEY SHARE
    ), given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows, storable)}::jsonb) AS given (id text, revision bigint, anchor_id text, document text,
        anchor jsonb, metadata jsonb, author_id text, author_verified boolean, comments integer, created_at bigint, last_at bigint,
        resolved_at bigint, is_deleted boolean, said jsonb)
    ), written AS (
      INSERT INTO comment_threads (organization_id, room_id, id, revision, anchor_id, document, anchor, metadata, author_id, author_verified,
        comments, created_at, last_at, resolved_at, is_deleted)
      SELECT room.organization_id, room.id, given.id, given.revision, anchor_id, document, nullif(anchor, 'null'::jsonb), metadata, author_id,
        author_verified, comments, ${time('created_at')}, ${time('last_at')}, ${time('resolved_at')}, is_deleted FROM room, given
      ON CONFLICT (organization_id, room_id, id) DO UPDATE SET revision = excluded.revision, anchor_id = excluded.anchor_id,
        document = excluded.document, anchor = excluded.anchor, metadata = excluded.metadata, comments = excluded.comments,
        last_at = excluded.last_at, resolved_at = excluded.resolved_at, is_deleted = excluded.is_deleted
        WHERE comment_threads.revision < excluded.revision
      RETURNING organization_id, room_id, id, revision
    )
    INSERT INTO comments (organization_id, room_id, id, thread_id, revision, sequence, author_id, author_verified, text, body, mentions,
      created_at, edited_at, deleted_at)
    SELECT written.organization_id, written.room_id, said.id, written.id, written.revision, said.sequence, said.author_id, said.author_verified,
      said.text, nullif(said.body, 'null'::jsonb), said.mentions, ${time('said.created_at')}, ${time('said.edited_at')}, ${time('said.deleted_at')}
    FROM written JOIN given ON given.id = written.id, jsonb_to_recordset(given.said) AS said (id text, sequence bigint, author_id text,
      author_verified boolean, text text, body jsonb, mentions jsonb, created_at bigint, edited_at bigint, deleted_at bigint)
    ON CONFLICT (organization_id, room_id, id) DO UPDATE SET revision = excluded.revision, text = excluded.text, body = excluded.body,
      mentions = excluded.mentions, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at
      WHERE comments.revision < excluded.revision`)
}

/** Writes one that was made a moment ago, so that it is found by its id before its room has mirrored it; whatever is there stays. */
export const noteComment = async (db: Database, room: RegisteredRoom, comment: Comment): Promise<void> => {
  const { id, threadId, sequence, author, text, body, mentions, createdAt } = comment
  const json = (value: unknown) => sql`${JSON.stringify(value, storable)}::jsonb`
  await db.execute(sql`
    INSERT INTO comments (organization_id, room_id, id, thread_id, revision, sequence, author_id, author_verified, text, body, mentions, created_at)
    SELECT organization_id, id, ${id}, ${threadId}, 0, ${sequence}, ${author.userId}, ${author.verified}, ${storable('', text)}, ${json(body)},
      ${json(mentions)}, ${new Date(createdAt).toISOString()}::timestamptz
    FROM rooms WHERE organization_id = ${room.organizationId} AND id = ${room.roomId}
      AND created_at = ${new Date(room.createdAt).toISOString()}::timestamptz AND deleted_at IS NULL
    ON CONFLICT DO NOTHING`)
}

/** The rooms that have a comment of this id: more than one when a room was forked. At most two. */
export const findRoomsOfComment = async (
  db: Database,
  organizationId: string,
  id: string,
): Promise<readonly string[]> => {
  const found = await db
    .select({ roomId: comments.roomId })
    .from(comments)
    .innerJoin(rooms, and(eq(rooms.organizationId, comments.organizationId), eq(rooms.id, comments.roomId)))
    .where(and(eq(comments.organizationId, organizationId), eq(comments.id, id), isNull(rooms.deletedAt)))
    .limit(2)
  return found.map(({ roomId }) => roomId)
}
