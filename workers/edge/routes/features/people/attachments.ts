/** Files of comments by REST, with a secret key: sent in the name of a person, and read. The bytes pass through. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { Attachment, AttachmentId, NewAttachment } from '@syncforge/protocol/attachments'
import { CommentId } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { UserId } from '@syncforge/protocol/schemas'
import { toUser } from '@syncforge/protocol/user'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { attachFile, readAttachment } from '../../../files/attach.ts'
import { problems } from '../../../openapi.ts'
import { keepAliveBy } from '../../../records.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'

const tags = ['Comments']
const bytesOf = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const

const send = declareRoute(
  {
    method: 'post',
    path: '/api/v1/rooms/{roomId}/attachments',
    right: 'comments:write',
    tags,
    summary: 'Send a file for a comment',
    description:
      'The bytes, with `content-length` and the `content-type` that they have. A comment of the same person takes it by its id, within a day. At most 10 MiB.',
    request: {
      params: RoomParams,
      query: z.object({
        userId: UserId.optional().describe('In whose name: a comment of theirs takes it.'),
        name: NewAttachment.shape.name.default('file').describe('What it is called.'),
      }),
      body: { required: true, content: bytesOf },
    },
    responses: {
      201: {
        description: 'The file; `type` is what its bytes say.',
        content: jsonContent(Attachment.meta({ id: 'Attachment' })),
      },
      ...problems(
        ...aboutRoom,
        'NOT_FOUND',
        'PAYLOAD_TOO_LARGE',
        'LIMIT_EXCEEDED',
        'PLAN_LIMIT_EXCEEDED',
        'UNAVAILABLE',
      ),
    },
  },
  { maxBytes: limits.attachmentMaxBytes, streamedType: '*' },
)

const read = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/comments/{commentId}/attachments/{attachmentId}',
  right: 'documents:read',
  tags,
  summary: 'Read a file of a comment',
  request: { params: RoomParams.extend({ commentId: CommentId, attachmentId: AttachmentId }) },
  responses: {
    200: { description: 'Its bytes, to be kept and never run.', content: bytesOf },
    ...problems(...aboutRoom, 'NOT_FOUND', 'UNAVAILABLE'),
  },
})

export const attachments = new OpenAPIHono<EdgeEnv>()
  .openapi(send, async (c) => {
    const { roomId } = c.req.valid('param')
    const { userId, name } = c.req.valid('query')
    const context = await askContext(c, roomId)
    if (userId === undefined)
      throw new RoomError('VALIDATION_ERROR', 'Say in whose name', [{ path: 'userId', message: 'is needed' }])
    const as = { user: toUser({ userId, userInfo: {}, verified: true }), access: 'comment' } as const
    const receiving = { env: c.env, requestId: c.get('requestId'), keepAlive: keepAliveBy(c.executionCtx) }
    const ask = (bytes: number) => askRoom({ ...context, as }, 'comments', 'comments.attach', { name, bytes })
    return c.json(await attachFile(receiving, c.req.raw, ask), 201)
  })
  .openapi(read, async (c) => {
    const { roomId, commentId, attachmentId } = c.req.valid('param')
    const files = await askRoom(await askContext(c, roomId), 'comments', 'comments.files', { commentId })
    return readAttachment(c.env, files, attachmentId)
  })
