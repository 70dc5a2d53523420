/** How a room is, by REST: what it does of its own accord and fails at. */
import { OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { roomObject } from '../../../bindings/room.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { reach, requireRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from './shapes.ts'

const Time = z.number().int().describe('Milliseconds since 1970.')

const Health = z
  .object({
    failing: z
      .array(
        z.object({
          key: z
            .string()
            .describe('What fails: the name of a feature (`documents`) or of a task of the room (`room.liveness`).'),
          since: Time,
          failures: z.number().int().describe('How often in a row.'),
          retryAt: Time,
        }),
      )
      .describe(
        'Empty when all is well. The room works on meanwhile; each is tried again after 5, 10, 20 s … 10 minutes.',
      ),
    factsWaiting: z
      .number()
      .int()
      .describe(
        'Who came and went, and what was made, that has still to reach webhooks, usage or the database. Past 10,000 the room takes on little that would add to it.',
      ),
  })
  .meta({ id: 'RoomHealth' })

const get = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/health',
  right: 'rooms:read',
  tags: ['Rooms'],
  summary: 'See how a room is',
  description: 'What the room does of its own accord (compaction, leaves, ends of tokens, its copy) and cannot finish.',
  request: { params: RoomParams },
  responses: {
    200: { description: 'How it is.', content: jsonContent(Health) },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_DELETED', 'ROOM_UNAVAILABLE'),
  },
})

export const roomHealth = new OpenAPIHono<EdgeEnv>().openapi(get, async (c) => {
  const { roomId } = c.req.valid('param')
  const { organizationId } = await requireRoom(c, roomId)
  const { failing, factsWaiting } = await reach(c.get('requestId'), () =>
    roomObject(c.env, organizationId, roomId).health(),
  )
  return c.json({ failing: [...failing], factsWaiting }, 200)
})
