/** The past of a room's documents by REST: versions and who wrote what. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { DocumentName } from '@syncforge/protocol/schemas'
import { Version as VersionShape } from '@syncforge/protocol/versions'
import * as z from 'zod'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { aboutRoom, RoomParams } from '../rooms/shapes.ts'

const tags = ['The past of a room']

const { requests } = contracts.documents
const VersionParams = RoomParams.extend({ versionId: z.string().min(1).max(64) })
const InDocument = z.object({ document: DocumentName })
const Version = VersionShape.meta({ id: 'Version' })
const NewVersion = requests['versions.create'].body
  .strict()
  .meta({ id: 'NewVersion', example: { name: 'before the review' } })
const VersionList = z.object({ versions: requests['versions.list'].reply }).meta({ id: 'VersionList' })
const Blame = z.object({ texts: requests['history.blame'].reply }).meta({ id: 'Blame' })

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/versions',
  right: 'documents:read',
  tags,
  summary: 'List versions of a document, newest first',
  request: { params: RoomParams, query: InDocument },
  responses: { 200: { description: 'Its versions.', content: jsonContent(VersionList) }, ...problems(...aboutRoom) },
})

const create = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/versions',
  right: 'documents:write',
  tags,
  summary: 'Name the document as it is now',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewVersion) } },
  responses: {
    201: { description: 'The version.', content: jsonContent(Version) },
    ...problems(...aboutRoom, 'NOT_FOUND', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const get = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/versions/{versionId}',
  right: 'documents:read',
  tags,
  summary: 'Get a version, the document as it was included',
  request: { params: VersionParams },
  responses: {
    200: {
      description: '`state` is the document as one Yjs update, in base64.',
      content: jsonContent(requests['versions.get'].reply.meta({ id: 'VersionContent' })),
    },
    ...problems(...aboutRoom, 'NOT_FOUND'),
  },
})

const restore = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/versions/{versionId}/restore',
  right: 'documents:write',
  tags,
  summary: 'Restore a version',
  description: 'As a new edit: everyone in the room gets it, nothing that came after the version is lost.',
  request: { params: VersionParams },
  responses: { 204: { description: 'It is durable.' }, ...problems(...aboutRoom, 'NOT_FOUND', 'DOCUMENT_TOO_LARGE') },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/versions/{versionId}',
  right: 'documents:write',
  tags,
  summary: 'Forget a version',
  request: { params: VersionParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...aboutRoom, 'NOT_FOUND') },
})

const blame = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/blame',
  right: 'documents:read',
  tags,
  summary: 'Who wrote what of a document',
  request: { params: RoomParams, query: InDocument },
  responses: {
    200: { description: 'Each text in runs by author.', content: jsonContent(Blame) },
    ...problems(...aboutRoom, 'NOT_FOUND'),
  },
})

export const versions = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const found = await askRoom(await askContext(c, roomId), 'documents', 'versions.list', c.req.valid('query'))
    return c.json({ versions: found }, 200)
  })
  .openapi(create, async (c) => {
    const { roomId } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'documents', 'versions.create', c.req.valid('json')), 201)
  })
  .openapi(get, async (c) => {
    const { roomId, versionId: id } = c.req.valid('param')
    return c.json(await askRoom(await askContext(c, roomId), 'documents', 'versions.get', { id }), 200)
  })
  .openapi(restore, async (c) => {
    const { roomId, versionId: id } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'documents', 'versions.restore', { id })
    return c.body(null, 204)
  })
  .openapi(remove, async (c) => {
    const { roomId, versionId: id } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'documents', 'versions.remove', { id })
    return c.body(null, 204)
  })
  .openapi(blame, async (c) => {
    const { roomId } = c.req.valid('param')
    const { document } = c.req.valid('query')
    const texts = await askRoom(await askContext(c, roomId), 'documents', 'history.blame', { document })
    return c.json({ texts }, 200)
  })
