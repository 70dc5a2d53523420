/** What was done in a fork of a room brought back, by REST, document by document. Content goes from room to room as a stream. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { DocumentName, RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { Taken } from '../../../../durable-objects/room/transfer/branch.ts'
import { roomObject } from '../../../bindings/room.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { actorOf, reach, requireRoom, streamOf } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from '../rooms/shapes.ts'

const Merge = z
  .strictObject({
    from: RoomId.describe(
      'The room whose edits are brought here: a fork of this one, its original or another fork of it.',
    ),
    documents: z.array(DocumentName).max(1_000).optional().describe('Only these; all when it is left out.'),
  })
  .meta({ id: 'Merge', example: { from: 'plans-draft' } })

const Merged = z
  .object({ documents: z.array(z.object({ name: DocumentName, changed: z.boolean() })) })
  .meta({ id: 'Merged' })

const route = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/merge',
  right: 'documents:write',
  tags: ['Rooms'],
  summary: 'Merge a fork back',
  description:
    'What the other room has and this one lacks becomes one edit per document: everyone here gets it, nothing that was written here is lost. Repeating it changes nothing.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(Merge) } },
  responses: {
    200: {
      description: 'The documents that brought something, durable now; `changed` is false for what was here already.',
      content: jsonContent(Merged),
    },
    ...problems(
      'VALIDATION_ERROR',
      'UNAUTHORIZED',
      'FORBIDDEN',
      'ROOM_NOT_FOUND',
      'ROOM_DELETED',
      'ROOM_UNAVAILABLE',
      'NOT_FOUND',
      'LIMIT_EXCEEDED',
      'PAYLOAD_TOO_LARGE',
    ),
  },
})

export const merge = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { roomId } = c.req.valid('param')
  const { from, documents: keys = null } = c.req.valid('json')
  const requestId = c.get('requestId')
  const here = await requireRoom(c, roomId)
  const there = await requireRoom(c, from)
  if (from === roomId) throw new RoomError('VALIDATION_ERROR', 'A room cannot be merged into itself')
  const target = roomObject(c.env, here.organizationId, roomId)
  const source = roomObject(c.env, here.organizationId, from)
  const known = streamOf(replyOf(await reach(requestId, () => target.known(here))))
  const content = streamOf(replyOf(await reach(requestId, () => source.pack(there, { version: null, keys }, known))))
  const actor = actorOf(c.get('caller'), here, requestId)
  const taken = replyOf(await reach(requestId, () => target.unpack(content, actor, false))) as readonly Taken[]
  const documents = taken
    .filter(({ feature }) => feature === 'documents')
    .map(({ key: name, changed }) => ({ name, changed }))
  return c.json({ documents }, 200)
})
