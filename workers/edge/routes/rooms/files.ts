/** Rooms as files: everything a room holds, out of one and into another. The bytes pass through; nothing of them is kept here. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { findJsonFault } from '@syncforge/protocol/json'
import { limits } from '@syncforge/protocol/limits'
import { roomDefaults } from '@syncforge/protocol/room-defaults'
import * as z from 'zod'
import type { RoomAddress } from '../../../../durable-objects/room/admission.ts'
import type { StagedImport } from '../../../../durable-objects/room/transfer/import.ts'
import { databaseOf } from '../../../bindings/database.ts'
import type { RoomObject } from '../../../bindings/env.ts'
import { roomObject } from '../../../bindings/room.ts'
import { recordAct } from '../../../db/queries/organizations/audit-log.ts'
import { findRoom, type NewRoom as NewRoomRecord, type RoomRecord } from '../../../db/queries/rooms.ts'
import { actingDatabase, recordDone } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { makeRoom } from '../../new-room.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { keepAliveBy, organizationOf, requireFound } from '../../records.ts'
import { addressOf, reach, settingsOf } from '../../rooms.ts'
import { declareRoute } from '../../route.ts'
import { NewRoom, Room, RoomParams, toNewRoom, toRoom } from './shapes.ts'

const tags = ['Rooms']
/** What an export is called on its way. */
const exportType = 'application/vnd.syncforge.room'
const file = { [exportType]: { schema: { type: 'string', format: 'binary' } } } as const
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_UNAVAILABLE'] as const

const exportFile = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/export',
  right: 'documents:read',
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
    ...problems(...always, 'ROOM_NOT_FOUND', 'ROOM_DELETED', 'RATE_LIMITED'),
  },
})

const importFile = declareRoute(
  {
    method: 'post',
    path: '/api/v1/rooms/{roomId}/import',
    right: 'rooms:write',
    tags,
    summary: 'Import a file into a new or empty room',
    description:
      'A room that does not exist is created as the file says, as a durable one, and nobody sees it before it is whole. One that exists must be empty and keeps its settings. All of the file is taken, or nothing: a file that is truncated, altered or from a newer server is refused whole. At most 256 MiB.',
    request: { params: RoomParams, body: { required: true, content: file } },
    responses: {
      201: { description: 'The room; everything in it is durable.', content: { 'application/json': { schema: Room } } },
      ...problems(
        ...always,
        'EXPORT_INVALID',
        'ROOM_EXISTS',
        'PLAN_LIMIT_EXCEEDED',
        'ROOM_DELETED',
        'PAYLOAD_TOO_LARGE',
      ),
    },
  },
  { maxBytes: limits.importMaxBytes, streamedType: exportType },
)

/** A room that is made from a file: its bytes wait on disk, so it is a durable one, whatever it was where it comes from. */
/** What another server knows of a room and we don't is left out. */
const Registration = z.object(NewRoom.shape)

/** How a room is registered, without what makes it this one. */
const registrationOf = (room: RoomRecord) => {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...registration } = toRoom(room)
  return registration
}

/** The room as the file says. @throws RoomError EXPORT_INVALID */
const readRegistration = (id: string, registration: unknown): NewRoomRecord => {
  const isWhole = findJsonFault(registration, true) === null
  const parsed = isWhole
    ? Registration.safeParse({ ...Object(registration), persistence: roomDefaults.persistence })
    : null
  if (!parsed?.success) throw new RoomError('EXPORT_INVALID', 'The file cannot be imported: it names no valid room')
  return toNewRoom(id, parsed.data)
}

export const files = new OpenAPIHono<EdgeEnv>()
  .openapi(exportFile, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const [organization, found] = await Promise.all([
      organizationOf(c),
      findRoom(databaseOf(c.env), organizationId, roomId),
    ])
    const room = requireFound(found)
    const object = roomObject(c.env, organizationId, roomId)
    // Before anything leaves: what cannot be written down is not done.
    await recordAct(actingDatabase(c), organizationId, 'rooms.export', roomId, null)
    const answer = await reach(c.get('requestId'), () =>
      object.exportFile(registrationOf(room), addressOf(c.env, organization, room)),
    )
    const stream = replyOf(answer) as ReadableStream<Uint8Array>
    return c.body(stream, 200, {
      'content-type': exportType,
      'content-disposition': `attachment; filename="${roomId}.sfroom"`,
    })
  })
  .openapi(importFile, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const requestId = c.get('requestId')
    const { body } = c.req.raw
    const type = c.req.header('content-type')?.toLowerCase()
    if (!body || type !== exportType) throw new RoomError('VALIDATION_ERROR', `Send a file as ${exportType}`)
    const stage = async (object: RoomObject, address: RoomAddress, isNew: boolean) =>
      replyOf(await reach(requestId, () => object.stageImport(body, address, isNew))) as StagedImport
    const commit = async (object: RoomObject, { id }: StagedImport, address: RoomAddress) =>
      void replyOf(await reach(requestId, () => object.commitImport(id, address)))

    const [organization, found] = await Promise.all([
      organizationOf(c),
      findRoom(databaseOf(c.env), organizationId, roomId),
    ])
    if (found) {
      const room = requireFound(found)
      const [object, address] = [roomObject(c.env, organizationId, roomId), addressOf(c.env, organization, room)]
      const staged = await stage(object, address, false)
      await recordAct(actingDatabase(c), organizationId, 'rooms.import', roomId, null)
      await commit(object, staged, address)
      return c.json(toRoom(room), 201)
    }
    const db = actingDatabase(c)
    const making = { env: c.env, db, organization, requestId, keepAlive: keepAliveBy(c.executionCtx) }
    const room = await makeRoom(making, toNewRoom(roomId, NewRoom.parse({})), async (object, address) => {
      const staged = await stage(object, address, true)
      const registration = readRegistration(roomId, staged.room)
      await commit(object, staged, {
        ...address,
        settings: { ...settingsOf(registration, new Date(0)), revision: address.settings.revision },
      })
      return registration
    })
    await recordDone(c, 'rooms.import', roomId, null)
    return c.json(toRoom(room), 201)
  })
