/** An event to everyone in a room, by REST. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from '../rooms/shapes.ts'

const Broadcast = contracts.broadcast.requests['broadcast.send'].body.strict().meta({ id: 'Broadcast' })

const route = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/broadcast',
  right: 'rooms:write',
  tags: ['Inside a room'],
  summary: 'Send an event to everyone here',
  request: { params: RoomParams, body: { required: true, content: jsonContent(Broadcast) } },
  responses: {
    204: { description: 'It is on its way.' },
    ...problems(
      'VALIDATION_ERROR',
      'UNAUTHORIZED',
      'FORBIDDEN',
      'ROOM_NOT_FOUND',
      'ROOM_DELETED',
      'ROOM_UNAVAILABLE',
      'PAYLOAD_TOO_LARGE',
    ),
  },
})

export const broadcast = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { roomId } = c.req.valid('param')
  await askRoom(await askContext(c, roomId), 'broadcast', 'broadcast.send', c.req.valid('json'))
  return c.body(null, 204)
})
