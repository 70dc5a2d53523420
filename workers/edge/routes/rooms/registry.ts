/** The room registry by REST: create, list, get, change, delete. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { databaseOf } from '../../../bindings/database.ts'
import type { Env } from '../../../bindings/env.ts'
import { roomObject } from '../../../bindings/room.ts'
import type { OrganizationRecord } from '../../../db/queries/organizations/organizations.ts'
import { listRooms, positionOf } from '../../../db/queries/room-list.ts'
import {
  deleteRoom,
  findRoom,
  findRoomWithTimes,
  insertRoom,
  isDeleted,
  updateRoom,
} from '../../../db/queries/rooms.ts'
import { actingDatabase } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { roomsOwner, whyNoRoom } from '../../limits/rooms.ts'
import { announceFacts, countPeople } from '../../live/organization.ts'
import { problems } from '../../openapi.ts'
import { forgetRoom, organizationOf, rememberRoom, requireFound } from '../../records.ts'
import { reach, settingsOf } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { readCursor, writeCursor } from '../list-cursor.ts'
import { ListQuery, NewRoom, Room, RoomChange, RoomDetail, RoomList, RoomParams, toNewRoom, toRoom } from './shapes.ts'

const tags = ['Rooms']
const always = ['UNAUTHORIZED', 'FORBIDDEN'] as const

const create = declareRoute({
  method: 'post',
  path: '/api/v1/rooms',
  right: 'rooms:write',
  tags,
  summary: 'Create a room',
  description: 'Also one whose id was deleted: it is another room, with nothing of the earlier one in it.',
  request: { body: { required: true, content: jsonContent(NewRoom) } },
  responses: {
    201: { description: 'The room.', content: jsonContent(Room) },
    ...problems('VALIDATION_ERROR', ...always, 'ROOM_EXISTS', 'PLAN_LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms',
  right: 'rooms:read',
  tags,
  summary: 'List rooms',
  description:
    'Newest first, unless `sort` says otherwise. `type`, `metadata` and `search` leave out what does not fit.',
  request: { query: ListQuery },
  responses: {
    200: { description: 'A page of rooms.', content: jsonContent(RoomList) },
    ...problems('VALIDATION_ERROR', ...always),
  },
})

const get = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}',
  right: 'rooms:read',
  tags,
  summary: 'Get a room',
  request: { params: RoomParams },
  responses: {
    200: { description: 'The room.', content: jsonContent(RoomDetail) },
    ...problems('VALIDATION_ERROR', ...always, 'ROOM_NOT_FOUND', 'ROOM_DELETED'),
  },
})

const patch = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}',
  right: 'rooms:write',
  tags,
  summary: 'Change a room',
  description:
    'Only what is sent changes. `metadata` is replaced as a whole. New limits apply to the open room at once.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(RoomChange) } },
  responses: {
    200: { description: 'The room as it is now.', content: jsonContent(Room) },
    ...problems(
      'VALIDATION_ERROR',
      ...always,
      'ROOM_NOT_FOUND',
      'ROOM_DELETED',
      'PAYLOAD_TOO_LARGE',
      'ROOM_UNAVAILABLE',
    ),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}',
  right: 'rooms:write',
  tags,
  summary: 'Delete a room',
  description:
    'Erases everything in it and closes every socket with `ROOM_DELETED`. Its id stays deleted for whoever comes, until it is created again here.',
  request: { params: RoomParams },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('VALIDATION_ERROR', ...always, 'ROOM_NOT_FOUND', 'ROOM_DELETED', 'ROOM_UNAVAILABLE'),
  },
})

const whyNotMade = async (env: Env, organization: OrganizationRecord, id: string): Promise<RoomError> => {
  const found = await findRoom(databaseOf(env), organization.id, id)
  const isThere = found !== undefined && !isDeleted(found)
  const limit = isThere ? null : await whyNoRoom(env, organization)
  return limit ?? new RoomError('ROOM_EXISTS', 'A room with this id exists', { id })
}

export const rooms = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const body = c.req.valid('json')
    const { id = createId('rm') } = body
    const { organizationId } = c.get('caller')
    const organization = await organizationOf(c)
    const wanted = toNewRoom(id, body, organization.roomDefaults)
    const db = actingDatabase(c)
    const room = await insertRoom(db, roomsOwner(organization), wanted, 'deleted')
    if (!room) throw await whyNotMade(c.env, organization, id)
    rememberRoom(organizationId, room)
    c.executionCtx.waitUntil(announceFacts(c.env, organizationId))
    return c.json(toRoom(room), 201)
  })
  .openapi(list, async (c) => {
    const { limit, cursor, sort, ...filters } = c.req.valid('query')
    const after = cursor === undefined ? undefined : readCursor(sort, cursor)
    // One more than asked for tells whether there is a next page.
    const listing = { limit: limit + 1, sort, after, ...filters }
    const found = await listRooms(databaseOf(c.env), c.get('caller').organizationId, listing)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const nextCursor = found.length > limit && last ? writeCursor(sort, positionOf(last, sort)) : null
    const counts = await countPeople(
      c.env,
      c.get('caller').organizationId,
      page.map(({ id }) => id),
    )
    return c.json(
      { rooms: page.map((room) => ({ ...toRoom(room), people: counts?.[room.id] ?? null })), nextCursor },
      200,
    )
  })
  .openapi(get, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const db = databaseOf(c.env)
    const [{ found, times }, counts] = await Promise.all([
      findRoomWithTimes(db, organizationId, roomId),
      countPeople(c.env, organizationId, [roomId]),
    ])
    const room = requireFound(found)
    const mirroredAt = times.mirroredAt?.getTime() ?? null
    const lastActiveAt = Math.max(mirroredAt ?? 0, times.lastFactAt?.getTime() ?? 0) || null
    return c.json({ ...toRoom(room), people: counts?.[roomId] ?? null, mirroredAt, lastActiveAt }, 200)
  })
  .openapi(patch, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const db = actingDatabase(c)
    const changed = await updateRoom(db, organizationId, roomId, c.req.valid('json'))
    const room = changed ?? requireFound(await findRoom(db, organizationId, roomId))
    rememberRoom(organizationId, room)
    await reach(c.get('requestId'), () =>
      roomObject(c.env, organizationId, roomId).configure(settingsOf(room, room.updatedAt)),
    )
    return c.json(toRoom(room), 200)
  })
  .openapi(remove, async (c) => {
    const { roomId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const db = actingDatabase(c)
    const existed = await deleteRoom(db, organizationId, roomId)
    forgetRoom(organizationId, roomId)
    // Also when there was no record: a repeated request finishes a deletion that broke off here.
    await reach(c.get('requestId'), () => roomObject(c.env, organizationId, roomId).erase())
    c.executionCtx.waitUntil(announceFacts(c.env, organizationId))
    if (!existed) requireFound(await findRoom(db, organizationId, roomId))
    return c.body(null, 204)
  })
