/** The documents of a room, by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { limits } from '@syncforge/protocol/limits'
import { DocumentName } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from '../rooms/shapes.ts'

const tags = ['Inside a room']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'ROOM_NOT_FOUND',
  'ROOM_DELETED',
  'ROOM_UNAVAILABLE',
] as const

const { requests } = contracts.documents

const DocumentTarget = z.object({ name: DocumentName })
const DocumentQuery = DocumentTarget.extend({ format: z.enum(['json', 'text', 'yjs']).default('json') })
const DocumentList = z.object({ documents: requests['documents.list'].reply }).meta({ id: 'DocumentList' })
const Content = z
  .object({ name: DocumentName, content: z.record(z.string(), z.unknown()) })
  .meta({ id: 'DocumentContent' })
const UpdateReceipt = requests['documents.update'].reply.meta({ id: 'UpdateReceipt' })
const Usage = requests['documents.measure'].reply.meta({ id: 'DocumentUsage' })
const SeedReceipt = requests['documents.seed'].reply.meta({ id: 'SeedReceipt' })

/** Yjs updates may be larger than any other message. */
const updateRule = { maxBytes: limits.documentUpdateMaxBytes }
const updateBody = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/documents',
  right: 'documents:read',
  tags,
  summary: 'List documents',
  request: { params: RoomParams },
  responses: {
    200: { description: 'The room’s documents.', content: jsonContent(DocumentList) },
    ...problems(...always),
  },
})

const read = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/document',
  isConditional: true,
  right: 'documents:read',
  tags,
  summary: 'Read a document',
  description:
    'As JSON, values that JSON lacks take the form that Protocol Buffers give them: bytes are base64, a BigInt is its digits, NaN and infinities are their names. A subdocument is `{ "subdocument": guid }`, `undefined` is null, XML is markup.',
  request: { params: RoomParams, query: DocumentQuery },
  responses: {
    200: {
      description: 'As JSON by root type, as the text of its text types, or as one Yjs update that holds everything.',
      content: {
        ...jsonContent(Content),
        'text/plain': { schema: { type: 'string' } },
        'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
      },
    },
    ...problems(...always, 'NOT_FOUND', 'LIMIT_EXCEEDED'),
  },
})

const usage = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/document/usage',
  right: 'documents:read',
  tags,
  summary: 'See how full a document is',
  description:
    'What the document has come to and what it may come to: bytes stored, about the memory that its room needs for it, Yjs client ids that have edited it, root types. `share` is the largest part of any of these, 1 is full: edits past a bound are refused.',
  request: { params: RoomParams, query: DocumentTarget },
  responses: {
    200: { description: 'How full it is.', content: jsonContent(Usage) },
    ...problems(...always, 'DOCUMENT_TOO_LARGE'),
  },
})

const update = declareRoute(
  {
    method: 'post',
    path: '/api/v1/rooms/{roomId}/document/update',
    right: 'documents:write',
    tags,
    summary: 'Apply a Yjs update',
    description: 'The body is a binary Yjs update (version 1). The answer comes when the update is durable.',
    request: {
      params: RoomParams,
      query: DocumentTarget,
      body: { required: true, content: updateBody },
    },
    responses: {
      200: { description: 'It is durable.', content: jsonContent(UpdateReceipt) },
      ...problems(...always, 'MALFORMED_MESSAGE', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE', 'DOCUMENT_TOO_LARGE'),
    },
  },
  updateRule,
)

const seed = declareRoute(
  {
    method: 'post',
    path: '/api/v1/rooms/{roomId}/document/seed',
    right: 'documents:write',
    tags,
    summary: 'Give a document its first content',
    description:
      'The body is a complete binary Yjs update (version 1). It is taken only while the document is empty: repeating the request, or asking beside clients that seed, writes nothing twice.',
    request: {
      params: RoomParams,
      query: DocumentTarget,
      body: { required: true, content: updateBody },
    },
    responses: {
      200: {
        description: '`seeded`: this request did it. The document has content that is durable either way.',
        content: jsonContent(SeedReceipt),
      },
      ...problems(...always, 'MALFORMED_MESSAGE', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE', 'DOCUMENT_TOO_LARGE'),
    },
  },
  updateRule,
)

export const documents = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
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
  .openapi(usage, async (c) => {
    const { roomId } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'documents', 'documents.measure', c.req.valid('query')), 200)
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
