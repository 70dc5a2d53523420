/** Who is in a room, by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { personKey } from '@syncforge/protocol/person'
import { type Participant, Participant as ParticipantShape } from '@syncforge/protocol/presence'
import * as z from 'zod'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from '../rooms/shapes.ts'

const Person = ParticipantShape.pick({ userId: true, userInfo: true, verified: true }).extend({
  connections: z.array(
    ParticipantShape.pick({ connectionId: true, presence: true, activity: true, joinedAt: true, agent: true }),
  ),
})

const Participants = z.object({ participants: z.array(Person) }).meta({ id: 'Participants' })

/** One entry per person, in the order of their first connection. */
const toParticipants = (connections: readonly Participant[]): z.infer<typeof Participants> => {
  const people = new Map<string, z.infer<typeof Person>>()
  for (const { userId, userInfo, verified, number: _, ...connection } of connections) {
    // Anybody may claim a user id with a publishable key: a claim never joins the verified person's entry (rule PE1).
    const key = personKey({ userId, verified })
    const person = people.get(key) ?? { userId, userInfo, verified, connections: [] }
    person.connections.push(connection)
    people.set(key, person)
  }
  return { participants: [...people.values()] }
}

const route = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/participants',
  right: 'rooms:read',
  tags: ['Inside a room'],
  summary: 'List who is here',
  description:
    'One entry per person, in the order in which they came; somebody with two tabs has two connections. Who only claims a user id, with a publishable key, is an entry of its own: `verified` is `false`.',
  request: { params: RoomParams },
  responses: {
    200: { description: 'Everyone in the room.', content: jsonContent(Participants) },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_DELETED', 'ROOM_UNAVAILABLE'),
  },
})

export const presence = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { roomId } = c.req.valid('param')
  const connections = await askRoom(await askContext(c, roomId), 'presence', 'presence.list', {})
  return c.json(toParticipants(connections), 200)
})
