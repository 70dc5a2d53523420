/** Records of a room by REST: whole texts, saved in the name of the person that is given on the version that they have seen. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { RecordHead, TextRecord } from '@syncforge/protocol/records'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'
import { inNameOf, Named } from './in-name-of.ts'

const tags = ['Records']
const always = [...aboutRoom, 'NOT_FOUND'] as const
const whenSaving = [...always, 'VERSION_CONFLICT', 'LOCK_LOST', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'] as const

const { requests } = contracts.records
const Head = RecordHead.meta({ id: 'RecordHead' })
const Whole = TextRecord.meta({ id: 'TextRecord' })
const { key: Key, content, expectedVersion, token } = requests['records.save'].body.shape
const Save = Named.extend({ content, expectedVersion, token }).meta({
  id: 'RecordSave',
  example: { userId: 'user_1', content: 'Goals for March', expectedVersion: 0 },
})
const Restore = Named.extend({ expectedVersion, token }).meta({
  id: 'RecordRestore',
  example: { userId: 'user_1', expectedVersion: 4 },
})
const RecordParams = RoomParams.extend({ key: Key })
const VersionParams = RecordParams.extend({ version: z.coerce.number().int().positive() })
const Page = z.object({
  before: z.coerce.number().int().positive().optional().describe('The last version of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/records',
  right: 'documents:read',
  tags,
  summary: 'List records, without what they say',
  request: { params: RoomParams },
  responses: {
    200: {
      description: 'Each with its version, and who wrote it.',
      content: jsonContent(z.object({ records: z.array(Head) }).meta({ id: 'RecordList' })),
    },
    ...problems(...aboutRoom),
  },
})

const read = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/records/{key}',
  right: 'documents:read',
  tags,
  summary: 'Read a record',
  request: { params: RecordParams },
  responses: { 200: { description: 'As it is now.', content: jsonContent(Whole) }, ...problems(...always) },
})

const save = declareRoute({
  method: 'put',
  path: '/api/v1/rooms/{roomId}/records/{key}',
  right: 'documents:write',
  tags,
  summary: 'Save a record',
  description:
    'On the version `expectedVersion`, 0 for a new one. When somebody has saved meanwhile, what they wrote is in the details of VERSION_CONFLICT.',
  request: { params: RecordParams, body: { required: true, content: jsonContent(Save) } },
  responses: { 200: { description: 'The new version.', content: jsonContent(Head) }, ...problems(...whenSaving) },
})

const history = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/records/{key}/versions',
  right: 'documents:read',
  tags,
  summary: 'List the versions of a record, the newest first',
  request: { params: RecordParams, query: Page },
  responses: {
    200: {
      description: 'A page.',
      content: jsonContent(requests['records.history'].reply.meta({ id: 'RecordVersions' })),
    },
    ...problems(...always),
  },
})

const version = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/records/{key}/versions/{version}',
  right: 'documents:read',
  tags,
  summary: 'Read a version of a record',
  request: { params: VersionParams },
  responses: { 200: { description: 'As it was.', content: jsonContent(Whole) }, ...problems(...always) },
})

const restore = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/records/{key}/versions/{version}/restore',
  right: 'documents:write',
  tags,
  summary: 'Save again what a version said',
  request: { params: VersionParams, body: { required: true, content: jsonContent(Restore) } },
  responses: { 200: { description: 'The new version.', content: jsonContent(Head) }, ...problems(...whenSaving) },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/records/{key}',
  right: 'documents:write',
  tags,
  summary: 'Remove a record with its history',
  request: { params: RecordParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...always) },
})

export const records = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    return c.json({ records: await askRoom(await askContext(c, roomId), 'records', 'records.list', {}) }, 200)
  })
  .openapi(read, async (c) => {
    const { roomId, key } = c.req.valid('param')
    return c.json(await askRoom(await askContext(c, roomId), 'records', 'records.get', { key }), 200)
  })
  .openapi(save, async (c) => {
    const { roomId, key } = c.req.valid('param')
    const { userId, userInfo, ...saved } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), { userId, userInfo }, 'write')
    return c.json(await askRoom(context, 'records', 'records.save', { key, ...saved }), 200)
  })
  .openapi(history, async (c) => {
    const { roomId, key } = c.req.valid('param')
    const asked = { key, ...c.req.valid('query') }
    return c.json(await askRoom(await askContext(c, roomId), 'records', 'records.history', asked), 200)
  })
  .openapi(version, async (c) => {
    const { roomId, ...asked } = c.req.valid('param')
    return c.json(await askRoom(await askContext(c, roomId), 'records', 'records.version', asked), 200)
  })
  .openapi(restore, async (c) => {
    const { roomId, ...which } = c.req.valid('param')
    const { userId, userInfo, ...on } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), { userId, userInfo }, 'write')
    return c.json(await askRoom(context, 'records', 'records.restore', { ...which, ...on }), 200)
  })
  .openapi(remove, async (c) => {
    const { roomId, key } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'records', 'records.remove', { key })
    return c.body(null, 204)
  })
