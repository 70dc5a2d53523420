/** Agents: participants that a customer's server shows in a room for a while, by REST. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { JsonObject, UserId, UserInfo } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { roomObject } from '../../../bindings/room.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { actorOf, askContext, reach } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { aboutRoom, RoomParams } from '../rooms/shapes.ts'

const tags = ['Inside a room']
const minute = 60_000

const Agent = z
  .strictObject({
    userInfo: UserInfo.default({}),
    presence: JsonObject.optional(),
    cursor: contracts.cursors.requests['cursors.move'].body.shape.cursor.optional().describe('`null` hides it.'),
    ttlMs: z
      .number()
      .int()
      .min(5_000)
      .max(60 * minute)
      .default(minute)
      .describe('It leaves after so many milliseconds, unless it is shown again before.'),
  })
  .meta({
    id: 'Agent',
    example: {
      userInfo: { name: 'Proofreader' },
      presence: { status: 'reading' },
      cursor: { x: 0.5, y: 0.2 },
      ttlMs: 30_000,
    },
  })
const Shown = z.object({ connectionId: z.string(), expiresAt: z.number().int() }).meta({ id: 'ShownAgent' })
const AgentParams = RoomParams.extend({ userId: UserId })

const show = declareRoute({
  method: 'put',
  path: '/api/v1/rooms/{roomId}/agents/{userId}',
  right: 'rooms:write',
  tags,
  summary: 'Show an agent in a room',
  description:
    'It is among the participants, marked `agent`, until its time is over: with presence and a cursor, as given; what is left out stays as it was. Nobody counts it.',
  request: { params: AgentParams, body: { required: true, content: jsonContent(Agent) } },
  responses: {
    200: { description: 'It is shown.', content: jsonContent(Shown) },
    ...problems(...aboutRoom, 'BANNED', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const hide = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/agents/{userId}',
  right: 'rooms:write',
  tags,
  summary: 'Take an agent out of a room',
  request: { params: AgentParams },
  responses: { 204: { description: 'It is gone, or was not there.' }, ...problems(...aboutRoom) },
})

export const agents = new OpenAPIHono<EdgeEnv>()
  .openapi(show, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const { userInfo, presence, cursor, ttlMs } = c.req.valid('json')
    const { env, caller, room, requestId } = await askContext(c, roomId)
    const requests = [
      ...(presence === undefined ? [] : [{ name: 'presence.update', body: { presence } }]),
      ...(cursor === undefined ? [] : [{ name: 'cursors.move', body: { cursor } }]),
    ]
    const stub = roomObject(env, room.organizationId, room.roomId)
    const answer = await reach(requestId, () =>
      stub.showAgent({ userId, userInfo, ttlMs }, requests, actorOf(caller, room, requestId)),
    )
    return c.json(replyOf(answer) as z.infer<typeof Shown>, 200)
  })
  .openapi(hide, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const { env, room, requestId } = await askContext(c, roomId)
    replyOf(await reach(requestId, () => roomObject(env, room.organizationId, room.roomId).hideAgent(userId, room)))
    return c.body(null, 204)
  })
