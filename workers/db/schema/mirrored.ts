/**
 * Owns the tables of what people say and do in rooms, as rooms have mirrored it, to be asked across rooms: `comment_threads`, `comments`,
 * `chat_messages`, `text_records`, of which the newest version is told without its text, `checklists` and `feeds`, of which it is told how far they are,
 * and `schedules` that wait. All of it goes with its room. And of `across_fillings`: of which kinds of copies these tables have what was copied before
 * there were any.
 */
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { rooms } from './rooms.ts'

const ofRoom = {
  organizationId: text('organization_id').notNull(),
  roomId: text('room_id').notNull(),
  /** Rises with every change: a late repeat of an older copy changes nothing. */
  revision: bigint('revision', { mode: 'number' }).notNull(),
}
const author = {
  authorId: text('author_id').notNull(),
  authorVerified: boolean('author_verified').notNull(),
  authorName: text('author_name').notNull(),
}

export const chatMessages = pgTable(
  'chat_messages',
  {
    ...ofRoom,
    id: text('id').notNull(),
    /** Its order in the room. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    ...author,
    /** Empty for one that was removed. */
    body: text('body').notNull(),
    /** Ids. */
    mentions: jsonb('mentions').$type<readonly string[]>().notNull(),
    replyTo: text('reply_to'),
    createdAt: moment('created_at').notNull(),
    editedAt: moment('edited_at'),
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('chat_messages_at').on(table.organizationId, table.createdAt),
    index('chat_messages_author').on(table.organizationId, table.authorId, table.createdAt),
  ],
)

export const textRecords = pgTable(
  'text_records',
  {
    ...ofRoom,
    key: text('key').notNull(),
    /** The newest; of one that was removed the last. */
    version: bigint('version', { mode: 'number' }).notNull(),
    bytes: integer('bytes').notNull(),
    ...author,
    savedAt: moment('saved_at').notNull(),
    isRemoved: boolean('is_removed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.key] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('text_records_at').on(table.organizationId, table.savedAt),
  ],
)

export const checklists = pgTable(
  'checklists',
  {
    ...ofRoom,
    list: text('list').notNull(),
    items: integer('items').notNull(),
    done: integer('done').notNull(),
    /** The earliest of what is still to be done. */
    dueAt: moment('due_at'),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.list] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('checklists_at').on(table.organizationId, table.changedAt),
  ],
)

export const schedules = pgTable(
  'schedules',
  {
    ...ofRoom,
    name: text('name').notNull(),
    /** The copy that it is in: what that has no more waits no more. */
    piece: text('piece').notNull(),
    ringsAt: moment('rings_at').notNull(),
    ...author,
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.name] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('schedules_at').on(table.organizationId, table.ringsAt),
  ],
)

export const feeds = pgTable(
  'feeds',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    feed: text('feed').notNull(),
    /** The number of the newest entry, which only rises. */
    last: bigint('last', { mode: 'number' }).notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.feed] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
    index('feeds_at').on(table.organizationId, table.lastAt),
  ],
)

export const acrossFillings = pgTable('across_fillings', {
  kind: text('kind').primaryKey(),
  filledAt: moment('filled_at').notNull().defaultNow(),
})

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
    index('comments_at').on(table.organizationId, table.createdAt),
    index('comments_author').on(table.organizationId, table.authorId, table.createdAt),
  ],
)
