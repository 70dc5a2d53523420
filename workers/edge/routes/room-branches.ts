/** Forks by REST: a room that goes on where another one is, and what was done in it brought back. Content goes from room to room as a stream. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { DocumentName, RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { Taken } from '../../../durable-objects/room/transfer/branch.ts'
import { findRoom } from '../../db/queries/rooms.ts'
import type { EdgeEnv } from '../env.ts'
import { makeRoom } from '../new-room.ts'
import { problems } from '../openapi.ts'
import { replyOf } from '../problem.ts'
import { databaseOf, keepAliveBy } from '../records.ts'
import { actorOf, addressOf, reach, requireRoom, roomObject } from '../rooms.ts'
import { NewRoom, Room, RoomParams, toRoom } from './room-shapes.ts'

const tags = ['Rooms']
const json = <S>(schema: S) => ({ 'application/json': { schema } })
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_UNAVAILABLE'] as const

const Fork = z
  .strictObject({
    id: RoomId.optional().describe('Of the new room; one is made when it is left out.'),
    name: NewRoom.shape.name.unwrap().optional().describe('Of the new room; the original’s when it is left out.'),
    version: z.string().min(1).max(64).optional().describe('A version to fork at; without it, the room as it is now.'),
  })
  .meta({ id: 'Fork', example: { id: 'plans-draft' } })

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

const fork = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/fork',
  tags,
  summary: 'Fork a room',
  description:
    'A new room with the same settings and documents. With `version`, its document is as it was then, the others as near to that moment as the history tells. Whatever is written in either room can be merged into the other.',
  request: { params: RoomParams, body: { required: true, content: json(Fork) } },
  responses: {
    201: {
      description: 'The new room; its content is durable. Nobody could see it before it was whole.',
      content: json(Room),
    },
    ...problems(...always, 'NOT_FOUND', 'ROOM_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
})

const merge = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/merge',
  tags,
  summary: 'Merge a fork back',
  description:
    'What the other room has and this one lacks becomes one edit per document: everyone here gets it, nothing that was written here is lost. Repeating it changes nothing.',
  request: { params: RoomParams, body: { required: true, content: json(Merge) } },
  responses: {
    200: {
      description: 'The documents that brought something, durable now; `changed` is false for what was here already.',
      content: json(Merged),
    },
    ...problems(...always, 'NOT_FOUND', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

/** What a room answered with, as the stream that it is. */
const streamOf = (reply: unknown) => reply as ReadableStream<Uint8Array>

export const roomBranches = new OpenAPIHono<EdgeEnv>()
  .openapi(fork, async (c) => {
    const { roomId } = c.req.valid('param')
    const { id = createId('rm'), name, version = null } = c.req.valid('json')
    const [key, requestId, db] = [c.get('key'), c.get('requestId'), databaseOf(c.env)]
    const { organizationId } = key
    const original = await findRoom(db, organizationId, roomId)
    if (!original) throw new RoomError('ROOM_NOT_FOUND', 'There is no such room')
    const source = roomObject(c.env, organizationId, roomId)
    const content = streamOf(
      replyOf(
        await reach(requestId, () => source.pack(addressOf(organizationId, original), { version, keys: null }, null)),
      ),
    )
    const { createdAt: _createdAt, updatedAt: _updatedAt, ...settings } = original
    const wanted = { ...settings, id, ...(name === undefined ? {} : { name }) }
    const making = { env: c.env, organizationId, requestId, keepAlive: keepAliveBy(c.executionCtx) }
    const room = await makeRoom(making, wanted, async (object, address) => {
      replyOf(await reach(requestId, () => object.unpack(content, actorOf(key, address, requestId), true)))
      return wanted
    }).catch(async (error: unknown) => {
      await content.cancel().catch(() => {})
      throw error
    })
    return c.json(toRoom(room), 201)
  })
  .openapi(merge, async (c) => {
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
    const actor = actorOf(c.get('key'), here, requestId)
    const taken = replyOf(await reach(requestId, () => target.unpack(content, actor, false))) as readonly Taken[]
    const documents = taken
      .filter(({ feature }) => feature === 'documents')
      .map(({ key: name, changed }) => ({ name, changed }))
    return c.json({ documents }, 200)
  })
