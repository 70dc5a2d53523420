/** Owns tables `comment_threads` and `comments`: what rooms have mirrored of them, to be asked across rooms. They go with their room. */
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { rooms } from './rooms.ts'

export const commentThreads = pgTable(
  'comment_threads',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    id: text('id').notNull(),
    /** Rises with every change of the thread or of anything in it: a late repeat of an older copy changes nothing. */
    revision: bigint('revision', { mode: 'number' }).notNull(),
    anchorId: text('anchor_id'),
    document: text('document'),
    anchor: jsonb('anchor'),
    metadata: jsonb('metadata').notNull(),
    authorId: text('author_id').notNull(),
    authorVerified: boolean('author_verified').notNull(),
    comments: integer('comments').notNull(),
    createdAt: moment('created_at').notNull(),
    lastAt: moment('last_at').notNull(),
    resolvedAt: moment('resolved_at'),
    isDeleted: boolean('is_deleted').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('comment_threads_last').on(table.organizationId, table.lastAt),
  ],
)

export const comments = pgTable(
  'comments',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    id: text('id').notNull(),
    threadId: text('thread_id').notNull(),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    /** Its order in the room. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    authorId: text('author_id').notNull(),
    authorVerified: boolean('author_verified').notNull(),
    /** The plain form; empty for one that was deleted. */
    text: text('text').notNull(),
    body: jsonb('body'),
    mentions: jsonb('mentions').notNull(),
    createdAt: moment('created_at').notNull(),
    editedAt: moment('edited_at'),
    deletedAt: moment('deleted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    // A fork has the comments of its original: the id alone names several.
    index('comments_id').on(table.organizationId, table.id),
    index('comments_author').on(table.organizationId, table.authorId, table.createdAt),
  ],
)
