/** How full a document is, by REST. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { DocumentUsage as UsageShape } from '@syncforge/protocol/document'
import type { EdgeEnv } from '../env.ts'
import { problems } from '../openapi.ts'
import { askContext, askRoom } from '../rooms.ts'
import { DocumentTarget } from './content-shapes.ts'
import { RoomParams } from './room-shapes.ts'

const usage = createRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/document/usage',
  tags: ['Inside a room'],
  summary: 'See how full a document is',
  description:
    'What the document has come to and what it may come to: bytes stored, memory in its room, Yjs client ids, root types. `share` is the largest part, 1 is full; edits past a bound are refused.',
  request: { params: RoomParams, query: DocumentTarget },
  responses: {
    200: { description: 'How full it is.', content: { 'application/json': { schema: UsageShape.meta({ id: 'DocumentUsage' }) } } },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_UNAVAILABLE', 'DOCUMENT_TOO_LARGE'),
  },
})

export const documentUsage = new OpenAPIHono<EdgeEnv>().openapi(usage, async (c) => {
  const { roomId } = c.req.valid('param')
  const context = await askContext(c, roomId)
  return c.json(await askRoom(context, 'documents', 'documents.measure', c.req.valid('query')), 200)
})
