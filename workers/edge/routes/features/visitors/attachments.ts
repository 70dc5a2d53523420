/** `/v1/rooms/<room>/…attachments`: files of comments with a room token, as the SDK's socket sends and reads them. The bytes pass through. */
import { AttachmentId, NewAttachment } from '@syncforge/protocol/attachments'
import { CommentId } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import { Hono } from 'hono'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { attachFile, readAttachment } from '../../../files/attach.ts'
import { invalid } from '../../../problem.ts'
import { keepAliveBy } from '../../../records.ts'
import { visit } from '../../../sockets/visit.ts'

const Query = z.strictObject({ name: NewAttachment.shape.name.default('file') })
const Ids = z.object({ commentId: CommentId, attachmentId: AttachmentId })

/** @throws RoomError VALIDATION_ERROR */
const read = <T>(schema: z.ZodType<T>, given: unknown): T => {
  const result = schema.safeParse(given)
  if (!result.success) throw invalid(result.error.issues)
  return result.data
}

export const visitorAttachments = new Hono<EdgeEnv>()
  .post('/v1/rooms/:roomId/attachments', async (c) => {
    const { name } = read(Query, c.req.query())
    const { isSomebody, ask } = await visit(c, c.req.param('roomId'))
    if (!isSomebody)
      throw new RoomError(
        'UNAUTHORIZED',
        'A comment takes a file of who has sent it: send a room token that names them',
      )
    const receiving = { env: c.env, requestId: c.get('requestId'), keepAlive: keepAliveBy(c.executionCtx) }
    const attachment = await attachFile(receiving, c.req.raw, (bytes) =>
      ask('comments', 'comments.attach', { name, bytes }),
    )
    return c.json(attachment, 201)
  })
  .get('/v1/rooms/:roomId/comments/:commentId/attachments/:attachmentId', async (c) => {
    const { commentId, attachmentId } = read(Ids, c.req.param())
    const { ask } = await visit(c, c.req.param('roomId'))
    return readAttachment(c.env, await ask('comments', 'comments.files', { commentId }), attachmentId)
  })
