/** Comments by REST, in the name of the person that is given: the room itself answers, as it answers a socket. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { AttachmentIds } from '@syncforge/protocol/attachments'
import { CommentBody } from '@syncforge/protocol/comment-body'
import { AnchorInput, Comment, CommentId, Thread, ThreadId } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import { JsonObject, RoomId, UserId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../../../bindings/database.ts'
import { findRoomsOfComment, noteComment } from '../../../../db/queries/mirrored/comments.ts'
import { describeError, log } from '../../../../log.ts'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { type AskContext, askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'
import { inNameOf, Named } from './in-name-of.ts'

const tags = ['Comments']
const always = [...aboutRoom, 'NOT_FOUND'] as const
const whenWriting = [...always, 'PAYLOAD_TOO_LARGE', 'PLAN_LIMIT_EXCEEDED', 'LIMIT_EXCEEDED'] as const

const { requests } = contracts.comments
const ThreadShape = Thread.meta({ id: 'CommentThread' })
const CommentShape = Comment.meta({ id: 'Comment' })
const Said = z.object({ thread: ThreadShape, comment: CommentShape }).meta({ id: 'SaidComment' })

const NewComment = Named.extend({
  body: CommentBody,
  threadId: ThreadId.optional().describe('A reply to that thread; without it, a new thread.'),
  anchorId: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('The element that the thread belongs to, by an id of your own.'),
  anchor: AnchorInput.optional().describe('A point inside the element, or words of a document.'),
  metadata: JsonObject.optional(),
  attachments: AttachmentIds.optional().describe('Files that were sent in the name of the same person, by their ids.'),
}).meta({ id: 'NewComment', example: { userId: 'user_1', body: 'Too dark?', anchorId: 'hero' } })
const ByWhom = Named.partial().meta({ id: 'ByWhom', example: { userId: 'user_1' } })
const Edited = Named.partial()
  .extend({ body: CommentBody })
  .meta({ id: 'EditedComment', example: { userId: 'user_1', body: 'Too bright?' } })

const whole = z.coerce.number().int().min(0).optional()
const CommentQuery = z.object({
  threadId: ThreadId.optional(),
  before: whole.describe('The `sequence` of the first comment of a page: those before it.'),
  after: whole.describe('The `sequence` of the last comment of a page: those after it.'),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})
const ThreadQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  anchorId: z.string().min(1).max(256).optional(),
  document: z.string().max(128).optional(),
  before: whole.describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(50).optional(),
})
const OfThread = RoomParams.extend({ threadId: ThreadId })
const OfComment = z.object({ commentId: CommentId })
const InRoom = z.object({
  roomId: RoomId.optional().describe(
    'The room, when it is known: a comment that somebody made on a socket is found without it a minute later at most.',
  ),
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/comments',
  right: 'documents:read',
  tags,
  summary: 'List comments of a thread, or of the room',
  description: 'In order; without `after` or `before`, the newest.',
  request: { params: RoomParams, query: CommentQuery },
  responses: {
    200: {
      description: 'Comments.',
      content: jsonContent(requests['comments.list'].reply.meta({ id: 'CommentPage' })),
    },
    ...problems(...always),
  },
})

const create = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/comments',
  right: 'comments:write',
  tags,
  summary: 'Comment, in a new thread or in one that is there',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewComment) } },
  responses: {
    201: { description: 'What was said, and its thread.', content: jsonContent(Said) },
    ...problems(...whenWriting),
  },
})

const threadList = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/threads',
  right: 'documents:read',
  tags,
  summary: 'List threads, the most recently active first',
  request: { params: RoomParams, query: ThreadQuery },
  responses: {
    200: {
      description: '`next`: what to ask for as `before`; `null`: that was all.',
      content: jsonContent(requests['threads.list'].reply.meta({ id: 'ThreadPage' })),
    },
    ...problems(...always),
  },
})

const edit = declareRoute({
  method: 'patch',
  path: '/api/v1/comments/{commentId}',
  right: 'comments:write',
  tags,
  summary: 'Edit a comment',
  description:
    'In the name of `userId`, who must have written it; without one, as a moderator. What it said before is kept.',
  request: { params: OfComment, query: InRoom, body: { required: true, content: jsonContent(Edited) } },
  responses: { 200: { description: 'As it is now.', content: jsonContent(CommentShape) }, ...problems(...whenWriting) },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/comments/{commentId}',
  right: 'comments:write',
  tags,
  summary: 'Delete a comment',
  description:
    'As a moderator, or in the name of `userId`, who must have written it. With its last comment a thread is gone.',
  request: { params: OfComment, query: InRoom.extend({ userId: UserId.optional() }) },
  responses: { 204: { description: 'Its words are gone.' }, ...problems(...always) },
})

const resolve = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/threads/{threadId}/resolve',
  right: 'comments:write',
  tags,
  summary: 'Resolve a thread',
  request: { params: OfThread, body: { required: true, content: jsonContent(ByWhom) } },
  responses: { 200: { description: 'The thread.', content: jsonContent(ThreadShape) }, ...problems(...whenWriting) },
})

const reopen = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/threads/{threadId}/reopen',
  right: 'comments:write',
  tags,
  summary: 'Re-open a thread',
  request: { params: OfThread, body: { required: true, content: jsonContent(ByWhom) } },
  responses: { 200: { description: 'The thread.', content: jsonContent(ThreadShape) }, ...problems(...whenWriting) },
})

/** @throws RoomError NOT_FOUND when nothing is known of the comment yet, or any more */
const contextOfComment = async (
  c: Context<EdgeEnv>,
  commentId: string,
  roomId: string | undefined,
): Promise<AskContext> => {
  const { organizationId } = c.get('caller')
  const [found, other] =
    roomId === undefined ? await findRoomsOfComment(databaseOf(c.env), organizationId, commentId) : [roomId]
  if (found === undefined) throw new RoomError('NOT_FOUND', 'There is no such comment', { commentId })
  if (other !== undefined)
    throw new RoomError('VALIDATION_ERROR', 'A fork has this comment too: say in which room', [
      { path: 'roomId', message: 'is needed' },
    ])
  return askContext(c, found)
}

export const comments = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    return c.json(await askRoom(await askContext(c, roomId), 'comments', 'comments.list', c.req.valid('query')), 200)
  })
  .openapi(create, async (c) => {
    const { roomId } = c.req.valid('param')
    const { userId, userInfo, threadId, body, attachments = [], ...where } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), { userId, userInfo })
    const noted = async (said: z.infer<typeof Said>) => {
      // It is made: that its id alone does not find it yet takes nothing from that.
      await noteComment(databaseOf(c.env), context.room, said.comment).catch((error) =>
        log('error', { requestId: context.requestId, event: 'comment_not_noted', ...describeError(error) }),
      )
      return said
    }
    if (threadId === undefined)
      return c.json(
        await noted(await askRoom(context, 'comments', 'threads.create', { body, attachments, ...where })),
        201,
      )
    const [stray] = Object.keys(where)
    if (stray !== undefined)
      throw new RoomError('VALIDATION_ERROR', `A reply belongs where its thread does: ${stray}`, [
        { path: stray, message: 'is of a new thread' },
      ])
    return c.json(
      await noted(await askRoom(context, 'comments', 'comments.create', { threadId, body, attachments })),
      201,
    )
  })
  .openapi(threadList, async (c) => {
    const { roomId } = c.req.valid('param')
    const { open, ...wanted } = c.req.valid('query')
    const asked = { ...wanted, ...(open === undefined ? {} : { open: open === 'true' }) }
    return c.json(await askRoom(await askContext(c, roomId), 'comments', 'threads.list', asked), 200)
  })
  .openapi(edit, async (c) => {
    const { commentId } = c.req.valid('param')
    const { body, ...whom } = c.req.valid('json')
    const context = await contextOfComment(c, commentId, c.req.valid('query').roomId)
    return c.json(await askRoom(inNameOf(context, whom), 'comments', 'comments.edit', { commentId, body }), 200)
  })
  .openapi(remove, async (c) => {
    const { commentId } = c.req.valid('param')
    const { roomId, userId } = c.req.valid('query')
    const context = await contextOfComment(c, commentId, roomId)
    await askRoom(inNameOf(context, { userId }), 'comments', 'comments.delete', { commentId })
    return c.body(null, 204)
  })
  .openapi(resolve, async (c) => {
    const { roomId, threadId } = c.req.valid('param')
    const context = inNameOf(await askContext(c, roomId), c.req.valid('json'))
    return c.json(await askRoom(context, 'comments', 'threads.resolve', { threadId }), 200)
  })
  .openapi(reopen, async (c) => {
    const { roomId, threadId } = c.req.valid('param')
    const context = inNameOf(await askContext(c, roomId), c.req.valid('json'))
    return c.json(await askRoom(context, 'comments', 'threads.reopen', { threadId }), 200)
  })
