/** Forks by REST: a room that goes on where another one is. Content goes from room to room as a stream. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { createId } from '@syncforge/protocol/ids'
import { RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { roomObject } from '../../../bindings/room.ts'
import { findRoom } from '../../../db/queries/rooms.ts'
import { actingDatabase } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { makeRoom } from '../../new-room.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { keepAliveBy, organizationOf, requireFound } from '../../records.ts'
import { actorOf, addressOf, reach, streamOf } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { NewRoom, Room, RoomParams, toRoom } from './shapes.ts'

const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'ROOM_NOT_FOUND',
  'ROOM_DELETED',
  'ROOM_UNAVAILABLE',
] as const

const Fork = z
  .strictObject({
    id: RoomId.optional().describe('Of the new room; one is made when it is left out.'),
    name: NewRoom.shape.name.unwrap().optional().describe('Of the new room; the original’s when it is left out.'),
    version: z.string().min(1).max(64).optional().describe('A version to fork at; without it, the room as it is now.'),
  })
  .meta({ id: 'Fork', example: { id: 'plans-draft' } })

const route = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/fork',
  right: 'rooms:write',
  tags: ['Rooms'],
  summary: 'Fork a room',
  description:
    'A new room with the same settings and documents. With `version`, its document is as it was then, the others as near to that moment as the history tells. Whatever is written in either room can be merged into the other.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(Fork) } },
  responses: {
    201: {
      description: 'The new room; its content is durable. Nobody could see it before it was whole.',
      content: jsonContent(Room),
    },
    ...problems(...always, 'NOT_FOUND', 'ROOM_EXISTS', 'PLAN_LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

export const forks = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { roomId } = c.req.valid('param')
  const { id = createId('rm'), name, version = null } = c.req.valid('json')
  const [caller, requestId, db] = [c.get('caller'), c.get('requestId'), actingDatabase(c)]
  const { organizationId } = caller
  const [organization, found] = await Promise.all([organizationOf(c), findRoom(db, organizationId, roomId)])
  const original = requireFound(found)
  const source = roomObject(c.env, organizationId, roomId)
  const content = streamOf(
    replyOf(
      await reach(requestId, () =>
        source.pack(addressOf(c.env, organization, original), { version, keys: null }, null),
      ),
    ),
  )
  const { createdAt: _createdAt, updatedAt: _updatedAt, ...settings } = original
  const wanted = { ...settings, id, ...(name === undefined ? {} : { name }) }
  const making = { env: c.env, db, organization, requestId, keepAlive: keepAliveBy(c.executionCtx) }
  const room = await makeRoom(making, wanted, async (object, address) => {
    replyOf(await reach(requestId, () => object.unpack(content, actorOf(caller, address, requestId), true)))
    return wanted
  }).catch(async (error: unknown) => {
    await content.cancel().catch(() => {})
    throw error
  })
  return c.json(toRoom(room), 201)
})
