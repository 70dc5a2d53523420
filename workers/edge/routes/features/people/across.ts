/** What people said and did in all rooms of an organization, by REST: pages of what rooms have told Postgres, at most a minute behind. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { UserId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../../../bindings/database.ts'
import type { Database } from '../../../../db/client.ts'
import {
  type AcrossPosition,
  type AcrossQuery,
  listChecklists,
  listComments,
  listMessages,
  listRecords,
} from '../../../../db/queries/mirrored/across.ts'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { isStorable, notStorable } from '../../storable.ts'

const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'UNAVAILABLE'] as const
const description =
  'The newest first, by pages; of all rooms, or of those whose id begins with `roomPrefix`. Rooms tell at most a minute late.'

/** Up to the year 9999. */
const Time = z.coerce.number().int().min(0).max(253_402_300_799_999)
const Moment = z.number().int().describe('Milliseconds since 1970.')
const Query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2_048).optional().describe('`nextCursor` of the page before.'),
  roomPrefix: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9_.:@~-]*$/, 'the beginning of a room id')
    .optional(),
  since: Time.optional().describe('From then on, in milliseconds since 1970.'),
})
const QueryOfPeople = Query.extend({
  userId: UserId.refine(isStorable, notStorable).optional().describe('Of somebody who has proven to be that.'),
})

const By = z.object({ userId: z.string(), verified: z.boolean(), name: z.string() })
const nextCursor = z.string().nullable().describe('`null` on the last page.')
const roomId = z.string()

const CommentAcross = z
  .object({
    roomId,
    id: z.string(),
    threadId: z.string(),
    by: By.omit({ name: true }),
    text: z.string(),
    createdAt: Moment,
    editedAt: Moment.nullable(),
  })
  .meta({ id: 'CommentAcross' })
const MessageAcross = z
  .object({
    roomId,
    id: z.string(),
    by: By,
    body: z.string(),
    mentions: z.array(z.string()),
    replyTo: z.string().nullable(),
    createdAt: Moment,
    editedAt: Moment.nullable(),
  })
  .meta({ id: 'MessageAcross' })
const RecordAcross = z
  .object({ roomId, key: z.string(), version: z.number().int(), bytes: z.number().int(), by: By, savedAt: Moment })
  .meta({ id: 'RecordAcross' })
const ChecklistAcross = z
  .object({
    roomId,
    list: z.string(),
    items: z.number().int(),
    done: z.number().int(),
    dueAt: Moment.nullable().describe('The earliest of what is still to be done.'),
    changedAt: Moment,
  })
  .meta({ id: 'ChecklistAcross' })

const commentsAcross = declareRoute({
  method: 'get',
  path: '/api/v1/comments',
  right: 'documents:read',
  tags: ['Comments'],
  summary: 'List comments across rooms',
  description,
  request: { query: QueryOfPeople },
  responses: {
    200: {
      description: 'Comments.',
      content: jsonContent(z.object({ comments: z.array(CommentAcross), nextCursor }).meta({ id: 'CommentsAcross' })),
    },
    ...problems(...always),
  },
})

const messagesAcross = declareRoute({
  method: 'get',
  path: '/api/v1/messages',
  right: 'documents:read',
  tags: ['Chat'],
  summary: 'List messages of the chat across rooms',
  description,
  request: { query: QueryOfPeople },
  responses: {
    200: {
      description: 'Messages.',
      content: jsonContent(z.object({ messages: z.array(MessageAcross), nextCursor }).meta({ id: 'MessagesAcross' })),
    },
    ...problems(...always),
  },
})

const recordsAcross = declareRoute({
  method: 'get',
  path: '/api/v1/records',
  right: 'documents:read',
  tags: ['Records'],
  summary: 'List records across rooms',
  description: `${description} Their texts are read in their rooms.`,
  request: { query: QueryOfPeople },
  responses: {
    200: {
      description: 'Records.',
      content: jsonContent(z.object({ records: z.array(RecordAcross), nextCursor }).meta({ id: 'RecordsAcross' })),
    },
    ...problems(...always),
  },
})

const checklistsAcross = declareRoute({
  method: 'get',
  path: '/api/v1/checklists',
  right: 'documents:read',
  tags: ['Checklists'],
  summary: 'List how far checklists are, across rooms',
  description,
  request: { query: Query },
  responses: {
    200: {
      description: 'Checklists that have items.',
      content: jsonContent(
        z.object({ checklists: z.array(ChecklistAcross), nextCursor }).meta({ id: 'ChecklistsAcross' }),
      ),
    },
    ...problems(...always),
  },
})

const Cursor = z.tuple([z.string(), z.number().int().min(0).max(253_402_300_799_999), z.string(), z.string()])

/** @throws RoomError VALIDATION_ERROR, also for one of another list */
const readCursor = (of: string, cursor: string): AcrossPosition => {
  try {
    const [name, at, room, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (name === of && isStorable(room) && isStorable(id)) return { at: new Date(at), roomId: room, id }
  } catch {
    // What is no cursor ends as one of another list does.
  }
  throw new RoomError('VALIDATION_ERROR', 'The cursor is not one of ours, or of another list')
}

interface Wanted {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly roomPrefix?: string | undefined
  readonly userId?: string | undefined
  readonly since?: number | undefined
}

/** One row more than asked for tells whether there is a next page. */
const pageOf = async <Row extends AcrossPosition>(
  c: Context<EdgeEnv>,
  of: string,
  { limit, cursor, since, ...rest }: Wanted,
  list: (db: Database, organizationId: string, query: AcrossQuery) => Promise<readonly Row[]>,
) => {
  const found = await list(databaseOf(c.env), c.get('caller').organizationId, {
    ...rest,
    limit: limit + 1,
    after: cursor === undefined ? undefined : readCursor(of, cursor),
    since: since === undefined ? undefined : new Date(since),
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next =
    found.length > limit && last
      ? Buffer.from(JSON.stringify([of, last.at.getTime(), last.roomId, last.id])).toString('base64url')
      : null
  return { rows, nextCursor: next }
}

interface Author {
  readonly authorId: string
  readonly authorVerified: boolean
  readonly authorName: string
}
const byOf = ({ authorId, authorVerified, authorName }: Author) => ({
  userId: authorId,
  verified: authorVerified,
  name: authorName,
})

export const across = new OpenAPIHono<EdgeEnv>()
  .openapi(commentsAcross, async (c) => {
    const { rows, nextCursor: next } = await pageOf(c, 'comments', c.req.valid('query'), listComments)
    const comments = rows.map(({ authorId, authorVerified, at, editedAt, ...rest }) => ({
      ...rest,
      by: { userId: authorId, verified: authorVerified },
      createdAt: at.getTime(),
      editedAt: editedAt?.getTime() ?? null,
    }))
    return c.json({ comments, nextCursor: next }, 200)
  })
  .openapi(messagesAcross, async (c) => {
    const { rows, nextCursor: next } = await pageOf(c, 'messages', c.req.valid('query'), listMessages)
    const messages = rows.map((row) => {
      const { roomId: room, id, body, mentions, replyTo, at, editedAt } = row
      const times = { createdAt: at.getTime(), editedAt: editedAt?.getTime() ?? null }
      return { roomId: room, id, by: byOf(row), body, mentions: [...mentions], replyTo, ...times }
    })
    return c.json({ messages, nextCursor: next }, 200)
  })
  .openapi(recordsAcross, async (c) => {
    const { rows, nextCursor: next } = await pageOf(c, 'records', c.req.valid('query'), listRecords)
    const records = rows.map((row) => {
      const { roomId: room, id, version, bytes, at } = row
      return { roomId: room, key: id, version, bytes, by: byOf(row), savedAt: at.getTime() }
    })
    return c.json({ records, nextCursor: next }, 200)
  })
  .openapi(checklistsAcross, async (c) => {
    const { rows, nextCursor: next } = await pageOf(c, 'checklists', c.req.valid('query'), listChecklists)
    const checklists = rows.map(({ roomId: room, id, items, done, dueAt, at }) => ({
      ...{ roomId: room, list: id, items, done },
      dueAt: dueAt?.getTime() ?? null,
      changedAt: at.getTime(),
    }))
    return c.json({ checklists, nextCursor: next }, 200)
  })
