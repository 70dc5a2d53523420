/** What happened in a room, by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { ActivityKind } from '@syncforge/protocol/activity'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'

const { reply } = contracts.activity.requests['activity.list']

const Query = z
  .object({
    before: z.coerce.number().int().positive().optional().meta({ description: '`next` of the page before.' }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    kinds: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(ActivityKind).min(1).max(64))
      .optional()
      .meta({ description: 'Only of these kinds, separated by commas.' }),
  })
  .strict()

const route = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/activity',
  right: 'rooms:read',
  tags: ['Inside a room'],
  summary: 'What happened here, newest first',
  request: { params: RoomParams, query: Query },
  responses: {
    200: { description: 'A page of the feed.', content: jsonContent(reply.meta({ id: 'ActivityPage' })) },
    ...problems(...aboutRoom),
  },
})

export const activity = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { roomId } = c.req.valid('param')
  const page = await askRoom(await askContext(c, roomId), 'activity', 'activity.list', c.req.valid('query'))
  return c.json(page, 200)
})
