/** Times at which a room tells everybody something, by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { ScheduleName, Schedule as ScheduleShape } from '@syncforge/protocol/schedules'
import * as z from 'zod'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { aboutRoom, RoomParams } from '../rooms/shapes.ts'

const tags = ['Inside a room']

const { body } = contracts.schedules.requests['schedules.set']
const Schedule = ScheduleShape.meta({ id: 'Schedule' })
const NewSchedule = body
  .omit({ name: true })
  .strict()
  .meta({ id: 'NewSchedule', example: { at: 1_893_456_000_000, payload: { text: 'Time is up' } } })
const ScheduleList = z.object({ schedules: z.array(Schedule) }).meta({ id: 'ScheduleList' })
const ScheduleParams = RoomParams.extend({ name: ScheduleName })

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/schedules',
  right: 'rooms:read',
  tags,
  summary: 'What has not fired, the next first',
  request: { params: RoomParams },
  responses: { 200: { description: 'They.', content: jsonContent(ScheduleList) }, ...problems(...aboutRoom) },
})

const set = declareRoute({
  method: 'put',
  path: '/api/v1/rooms/{roomId}/schedules/{name}',
  right: 'rooms:write',
  tags,
  summary: 'Have the room tell everybody something at a time',
  description: 'Once, whoever is there then, also by webhook. A name that is set again has the new time alone.',
  request: { params: ScheduleParams, body: { required: true, content: jsonContent(NewSchedule) } },
  responses: {
    200: { description: 'It is set.', content: jsonContent(Schedule) },
    ...problems(...aboutRoom, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/schedules/{name}',
  right: 'rooms:write',
  tags,
  summary: 'Take a schedule back',
  request: { params: ScheduleParams },
  responses: { 204: { description: 'It is gone, or was not there.' }, ...problems(...aboutRoom) },
})

export const schedules = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const found = await askRoom(await askContext(c, roomId), 'schedules', 'schedules.list', {})
    return c.json({ schedules: found }, 200)
  })
  .openapi(set, async (c) => {
    const { roomId, name } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'schedules', 'schedules.set', { name, ...c.req.valid('json') }), 200)
  })
  .openapi(remove, async (c) => {
    const { roomId, name } = c.req.valid('param')
    await askRoom(await askContext(c, roomId), 'schedules', 'schedules.remove', { name })
    return c.body(null, 204)
  })
