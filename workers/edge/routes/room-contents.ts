/** What is inside a room, by REST: who is here, its documents, an event to everyone. The room itself answers. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { EdgeEnv } from '../env.ts'
import { problems } from '../openapi.ts'
import { askContext, askRoom } from '../rooms.ts'
import {
  Broadcast,
  Content,
  DocumentList,
  DocumentQuery,
  DocumentTarget,
  Participants,
  SeedReceipt,
  toParticipants,
  UpdateReceipt,
} from './content-shapes.ts'
import { RoomParams } from './room-shapes.ts'

const tags = ['Inside a room']
const json = <S>(schema: S) => ({ 'application/json': { schema } })
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_UNAVAILABLE'] as const

const participants = createRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/participants',
  tags,
  summary: 'List who is here',
  description: 'One entry per person; somebody with two tabs has two connections.',
  request: { params: RoomParams },
  responses: { 200: { description: 'Everyone in the room.', content: json(Participants) }, ...problems(...always) },
})

const documents = createRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/documents',
  tags,
  summary: 'List documents',
  request: { params: RoomParams },
  responses: { 200: { description: 'The room’s documents.', content: json(DocumentList) }, ...problems(...always) },
})

const read = createRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/document',
  tags,
  summary: 'Read a document',
  description:
    'As JSON, values that JSON lacks take the form that Protocol Buffers give them: bytes are base64, a BigInt is its digits, NaN and infinities are their names. A subdocument is `{ "subdocument": guid }`, `undefined` is null, XML is markup.',
  request: { params: RoomParams, query: DocumentQuery },
  responses: {
    200: {
      description: 'As JSON by root type, as the text of its text types, or as one Yjs update that holds everything.',
      content: {
        ...json(Content),
        'text/plain': { schema: { type: 'string' } },
        'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
      },
    },
    ...problems(...always, 'NOT_FOUND', 'LIMIT_EXCEEDED'),
  },
})

const update = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/document/update',
  tags,
  summary: 'Apply a Yjs update',
  description: 'The body is a binary Yjs update (version 1). The answer comes when the update is durable.',
  request: {
    params: RoomParams,
    query: DocumentTarget,
    body: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
  },
  responses: {
    200: { description: 'It is durable.', content: json(UpdateReceipt) },
    ...problems(...always, 'MALFORMED_MESSAGE', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const seed = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/document/seed',
  tags,
  summary: 'Give a document its first content',
  description:
    'The body is a complete binary Yjs update (version 1). It is taken only while the document is empty: repeating the request, or asking beside clients that seed, writes nothing twice.',
  request: {
    params: RoomParams,
    query: DocumentTarget,
    body: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
  },
  responses: {
    200: {
      description: '`seeded`: this request did it. The document has content that is durable either way.',
      content: json(SeedReceipt),
    },
    ...problems(...always, 'MALFORMED_MESSAGE', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const broadcast = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/broadcast',
  tags,
  summary: 'Send an event to everyone here',
  request: { params: RoomParams, body: { required: true, content: json(Broadcast) } },
  responses: { 204: { description: 'It is on its way.' }, ...problems(...always, 'PAYLOAD_TOO_LARGE') },
})

export const roomContents = new OpenAPIHono<EdgeEnv>()
  .openapi(participants, async (c) => {
    const { roomId } = c.req.valid('param')
    const roster = await askRoom(await askContext(c, roomId), 'presence', 'presence.list', {})
    return c.json(toParticipants(roster), 200)
  })
  .openapi(documents, async (c) => {
    const { roomId } = c.req.valid('param')
    const found = await askRoom(await askContext(c, roomId), 'documents', 'documents.list', {})
    return c.json({ documents: found }, 200)
  })
  .openapi(read, async (c) => {
    const { roomId } = c.req.valid('param')
    const { name, format } = c.req.valid('query')
    const found = await askRoom(await askContext(c, roomId), 'documents', 'documents.read', { name, format })
    if (found.format === 'json') return c.json({ name, content: found.content }, 200)
    if (found.format === 'text') return c.text(found.content, 200)
    // A copy in a buffer of its own: that is what a body may be made of.
    return c.body(new Uint8Array(found.content), 200, { 'content-type': 'application/octet-stream' })
  })
  .openapi(update, async (c) => {
    const { roomId } = c.req.valid('param')
    const { name } = c.req.valid('query')
    const context = await askContext(c, roomId)
    const body = { name, update: new Uint8Array(await c.req.arrayBuffer()) }
    return c.json(await askRoom(context, 'documents', 'documents.update', body), 200)
  })
  .openapi(seed, async (c) => {
    const { roomId } = c.req.valid('param')
    const { name } = c.req.valid('query')
    const context = await askContext(c, roomId)
    const body = { name, update: new Uint8Array(await c.req.arrayBuffer()) }
    return c.json(await askRoom(context, 'documents', 'documents.seed', body), 200)
  })
  .openapi(broadcast, async (c) => {
    const { roomId } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'broadcast', 'broadcast.send', c.req.valid('json'))
    return c.body(null, 204)
  })
