/** The rooms in which something was decided about somebody, by REST. Read from what rooms have told: a few seconds behind them. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomId, UserId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { databaseOf } from '../../bindings/database.ts'
import { listGrantsOf } from '../../db/queries/room-rights.ts'
import type { EdgeEnv } from '../env.ts'
import { problems } from '../openapi.ts'
import { declareRoute, jsonContent } from '../route.ts'
import { Decided } from './rooms/people.ts'

const RoomGrant = Decided.omit({ userId: true }).extend({ roomId: RoomId }).meta({ id: 'RoomGrant' })

const route = declareRoute({
  method: 'get',
  path: '/api/v1/users/{userId}/grants',
  right: 'rooms:read',
  tags: ['People in a room'],
  summary: 'List the rooms in which somebody has a grant',
  description:
    'Also those in which they were lowered or banned, by room id. A change in a room is seen here a few seconds later, at the latest after a minute; rooms in memory tell nothing.',
  request: {
    params: z.object({ userId: UserId }),
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: RoomId.optional().describe('`nextCursor` of the page before.'),
    }),
  },
  responses: {
    200: {
      description: 'A page of them.',
      content: jsonContent(
        z
          .object({
            grants: z.array(RoomGrant),
            nextCursor: z.string().nullable().describe('`null` on the last page.'),
          })
          .meta({ id: 'UserGrants' }),
      ),
    },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
})

export const userGrants = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { userId } = c.req.valid('param')
  const { limit, cursor = '' } = c.req.valid('query')
  const { organizationId } = c.get('caller')
  // One more than asked for tells whether there is a next page.
  const found = await listGrantsOf(databaseOf(c.env), organizationId, userId, limit + 1, cursor)
  const page = found.slice(0, limit)
  const grants = page.map(({ roomId, value }) => ({ roomId, ...(value as Omit<z.infer<typeof RoomGrant>, 'roomId'>) }))
  return c.json({ grants, nextCursor: found.length > limit ? (page.at(-1)?.roomId ?? null) : null }, 200)
})
