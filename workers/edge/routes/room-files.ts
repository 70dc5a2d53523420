/** Rooms as files: everything a room holds, out of one and into another. The bytes pass through; nothing of them is kept here. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import type { StagedImport } from '../../../durable-objects/room/import.ts'
import { findRoom, insertRoom, type RoomRecord } from '../../db/queries/rooms.ts'
import type { EdgeEnv, Env } from '../env.ts'
import { exportType, isExportFile } from '../middleware/body-bound.ts'
import { problems } from '../openapi.ts'
import { replyOf } from '../problem.ts'
import { databaseOf, rememberRoom } from '../records.ts'
import { addressOf, reach, roomObject, settingsOf } from '../rooms.ts'
import { NewRoom, Room, RoomParams, toRoom } from './room-shapes.ts'

const tags = ['Rooms']
const file = { [exportType]: { schema: { type: 'string', format: 'binary' } } } as const
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_UNAVAILABLE'] as const

const exportFile = createRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/export',
  tags,
  summary: 'Export a room as one file',
  description:
    'Everything the room holds at this moment: documents with their history and versions, and how it is set up.',
  request: { params: RoomParams },
  responses: {
    200: {
      description: 'The file, of unknown length. One that ends before its digest is refused at an import.',
      content: file,
    },
    ...problems(...always, 'ROOM_NOT_FOUND', 'RATE_LIMITED'),
  },
})

const importFile = createRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/import',
  tags,
  summary: 'Import a file into a new or empty room',
  description:
    'A room that does not exist is created as the file says, as a durable one. One that exists must be empty and keeps its settings. All of the file is taken, or nothing: a file that is truncated, altered or from a newer server is refused whole. At most 256 MiB.',
  request: { params: RoomParams, body: { required: true, content: file } },
  responses: {
    201: { description: 'The room; everything in it is durable.', content: { 'application/json': { schema: Room } } },
    ...problems(...always, 'EXPORT_INVALID', 'ROOM_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
})

/** A room that is made from a file: its bytes wait on disk, so it is a durable one, whatever it was where it comes from. */
const newRoom = settingsOf(NewRoom.parse({}))

/** How a room is registered, without what makes it this one. */
const registrationOf = (room: RoomRecord) => {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...registration } = toRoom(room)
  return registration
}

/** The room's record, made as the file says when there is none. */
const register = async (env: Env, organizationId: string, id: string, registration: unknown) => {
  const db = databaseOf(env)
  const found = await findRoom(db, organizationId, id)
  if (found) return found
  const parsed = NewRoom.safeParse({ ...Object(registration), persistence: newRoom.persistence })
  if (!parsed.success) throw new RoomError('EXPORT_INVALID', 'The file cannot be imported: it names no valid room')
  const created = await insertRoom(db, organizationId, { ...parsed.data, id })
  const room = created ?? (await findRoom(db, organizationId, id))
  if (!room) throw new RoomError('ROOM_NOT_FOUND', 'The room was deleted in this moment')
  rememberRoom(organizationId, room)
  return room
}

export const roomFiles = new OpenAPIHono<EdgeEnv>()
  .openapi(exportFile, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('key')
    const room = await findRoom(databaseOf(c.env), organizationId, roomId)
    if (!room) throw new RoomError('ROOM_NOT_FOUND', 'There is no such room')
    const object = roomObject(c.env, organizationId, roomId)
    const answer = await reach(c.get('requestId'), () =>
      object.exportFile(registrationOf(room), addressOf(organizationId, room)),
    )
    return c.body(replyOf(answer) as ReadableStream<Uint8Array>, 200, {
      'content-type': exportType,
      'content-disposition': `attachment; filename="${roomId}.sfroom"`,
    })
  })
  .openapi(importFile, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('key')
    const requestId = c.get('requestId')
    const { body } = c.req.raw
    if (!body || !isExportFile(c.req.raw)) throw new RoomError('VALIDATION_ERROR', `Send a file as ${exportType}`)
    const object = roomObject(c.env, organizationId, roomId)
    const found = await findRoom(databaseOf(c.env), organizationId, roomId)
    const settings = found ? settingsOf(found) : newRoom
    const staged = replyOf(await reach(requestId, () => object.stageImport(body, settings))) as StagedImport
    // Registered before anything is in its place: content without a room would be in the way of the next one of this name.
    const room = await register(c.env, organizationId, roomId, staged.room)
    const address = addressOf(organizationId, room)
    replyOf(await reach(requestId, () => object.commitImport(staged.id, address)))
    return c.json(toRoom(room), 201)
  })
