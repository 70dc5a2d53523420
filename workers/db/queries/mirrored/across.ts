/** What people said and did in all rooms of an organization, as far as rooms have mirrored it: by pages, the newest first. */
import { and, desc, eq, gt, gte, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgSelect } from 'drizzle-orm/pg-core'
import type { Database } from '../../client.ts'
import { chatMessages, checklists, comments, feeds, schedules, textRecords } from '../../schema/mirrored.ts'
import { rooms } from '../../schema/rooms.ts'

/** Where a page ended. Ids are told apart by their rooms: a fork has those of its original. */
export interface AcrossPosition {
  readonly at: Date
  readonly roomId: string
  readonly id: string
}

export interface AcrossQuery {
  readonly limit: number
  readonly after?: AcrossPosition | undefined
  /** Of rooms whose id begins so. */
  readonly roomPrefix?: string | undefined
  /** Of somebody who has proven to be that. */
  readonly userId?: string | undefined
  /** From then on. */
  readonly since?: Date | undefined
}

interface Columns {
  readonly organizationId: PgColumn
  readonly roomId: PgColumn
  readonly id: PgColumn
  readonly at: PgColumn
  readonly author?: { readonly id: PgColumn; readonly verified: PgColumn }
}

const ofRoom = (table: Pick<Columns, 'organizationId' | 'roomId'>) =>
  and(eq(rooms.organizationId, table.organizationId), eq(rooms.id, table.roomId), isNull(rooms.deletedAt))

const wanted = (
  { organizationId, roomId, id, at, author }: Columns,
  organization: string,
  { after, roomPrefix, userId, since }: AcrossQuery,
): SQL | undefined =>
  and(
    eq(organizationId, organization),
    roomPrefix ? sql`starts_with(${roomId}, ${roomPrefix})` : undefined,
    userId !== undefined && author ? and(eq(author.id, userId), eq(author.verified, true)) : undefined,
    since && gte(at, since),
    after && sql`(${at}, ${roomId}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.roomId}, ${after.id})`,
  )

const newest = ({ at, roomId, id }: Columns) => [desc(at), desc(roomId), desc(id)]

/** A page of what `select` reads, the newest first, of rooms that are there. */
const pageOf = <T extends PgSelect>(
  select: T,
  columns: Columns,
  organizationId: string,
  query: AcrossQuery,
  kept?: SQL,
) =>
  select
    .innerJoin(rooms, ofRoom(columns))
    .where(and(wanted(columns, organizationId, query), kept))
    .orderBy(...newest(columns))
    .limit(query.limit)

const commentColumns: Columns = {
  organizationId: comments.organizationId,
  roomId: comments.roomId,
  id: comments.id,
  at: comments.createdAt,
  author: { id: comments.authorId, verified: comments.authorVerified },
}

/** Without those that were deleted. */
export const listComments = (db: Database, organizationId: string, query: AcrossQuery) =>
  pageOf(
    db
      .select({
        roomId: comments.roomId,
        id: comments.id,
        threadId: comments.threadId,
        authorId: comments.authorId,
        authorVerified: comments.authorVerified,
        text: comments.text,
        at: comments.createdAt,
        editedAt: comments.editedAt,
      })
      .from(comments)
      .$dynamic(),
    commentColumns,
    organizationId,
    query,
    isNull(comments.deletedAt),
  )

const messageColumns: Columns = {
  organizationId: chatMessages.organizationId,
  roomId: chatMessages.roomId,
  id: chatMessages.id,
  at: chatMessages.createdAt,
  author: { id: chatMessages.authorId, verified: chatMessages.authorVerified },
}

/** Without those that were removed. */
export const listMessages = (db: Database, organizationId: string, query: AcrossQuery) =>
  pageOf(
    db
      .select({
        roomId: chatMessages.roomId,
        id: chatMessages.id,
        authorId: chatMessages.authorId,
        authorVerified: chatMessages.authorVerified,
        authorName: chatMessages.authorName,
        body: chatMessages.body,
        mentions: chatMessages.mentions,
        replyTo: chatMessages.replyTo,
        at: chatMessages.createdAt,
        editedAt: chatMessages.editedAt,
      })
      .from(chatMessages)
      .$dynamic(),
    messageColumns,
    organizationId,
    query,
    isNull(chatMessages.removedAt),
  )

const recordColumns: Columns = {
  organizationId: textRecords.organizationId,
  roomId: textRecords.roomId,
  id: textRecords.key,
  at: textRecords.savedAt,
  author: { id: textRecords.authorId, verified: textRecords.authorVerified },
}

/** Without those that were removed. */
export const listRecords = (db: Database, organizationId: string, query: AcrossQuery) =>
  pageOf(
    db
      .select({
        roomId: textRecords.roomId,
        id: textRecords.key,
        version: textRecords.version,
        bytes: textRecords.bytes,
        authorId: textRecords.authorId,
        authorVerified: textRecords.authorVerified,
        authorName: textRecords.authorName,
        at: textRecords.savedAt,
      })
      .from(textRecords)
      .$dynamic(),
    recordColumns,
    organizationId,
    query,
    eq(textRecords.isRemoved, false),
  )

const checklistColumns: Columns = {
  organizationId: checklists.organizationId,
  roomId: checklists.roomId,
  id: checklists.list,
  at: checklists.changedAt,
}

/** Without those that have no items left. */
export const listChecklists = (db: Database, organizationId: string, query: Omit<AcrossQuery, 'userId'>) =>
  pageOf(
    db
      .select({
        roomId: checklists.roomId,
        id: checklists.list,
        items: checklists.items,
        done: checklists.done,
        dueAt: checklists.dueAt,
        at: checklists.changedAt,
      })
      .from(checklists)
      .$dynamic(),
    checklistColumns,
    organizationId,
    query,
    gt(checklists.items, 0),
  )

const scheduleColumns: Columns = {
  organizationId: schedules.organizationId,
  roomId: schedules.roomId,
  id: schedules.name,
  at: schedules.ringsAt,
  author: { id: schedules.authorId, verified: schedules.authorVerified },
}

/** Those that wait, the latest first. */
export const listSchedules = (db: Database, organizationId: string, query: AcrossQuery) =>
  pageOf(
    db
      .select({
        roomId: schedules.roomId,
        id: schedules.name,
        at: schedules.ringsAt,
        authorId: schedules.authorId,
        authorVerified: schedules.authorVerified,
        authorName: schedules.authorName,
      })
      .from(schedules)
      .$dynamic(),
    scheduleColumns,
    organizationId,
    query,
  )

const feedColumns: Columns = {
  organizationId: feeds.organizationId,
  roomId: feeds.roomId,
  id: feeds.feed,
  at: feeds.lastAt,
}

export const listFeeds = (db: Database, organizationId: string, query: Omit<AcrossQuery, 'userId'>) =>
  pageOf(
    db.select({ roomId: feeds.roomId, id: feeds.feed, last: feeds.last, at: feeds.lastAt }).from(feeds).$dynamic(),
    feedColumns,
    organizationId,
    query,
  )
