/** Events that a room keeps in order, by REST. The room itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { FeedName } from '@syncforge/protocol/feeds'
import * as z from 'zod'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { askContext, askRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { aboutRoom, RoomParams } from '../rooms/shapes.ts'

const tags = ['Inside a room']

const { requests } = contracts.feeds
const FeedParams = RoomParams.extend({ feed: FeedName })
const FeedList = z.object({ feeds: requests['feeds.list'].reply }).meta({ id: 'FeedList' })
const NewFeedEntry = requests['feeds.append'].body
  .omit({ feed: true })
  .strict()
  .meta({ id: 'NewFeedEntry', example: { payload: { from: 'e2', to: 'e4' } } })
const Query = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/feeds',
  right: 'rooms:read',
  tags,
  summary: 'The feeds of a room',
  request: { params: RoomParams },
  responses: {
    200: { description: 'Each with its edges.', content: jsonContent(FeedList) },
    ...problems(...aboutRoom),
  },
})

const read = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/feeds/{feed}',
  right: 'rooms:read',
  tags,
  summary: 'Read a feed, oldest first',
  description: 'Fewer than `limit` may come: the last number read is the next `after`, until it is `last`.',
  request: { params: FeedParams, query: Query },
  responses: {
    200: {
      description: 'A page.',
      content: jsonContent(requests['feeds.read'].reply.meta({ id: 'FeedPage' })),
    },
    ...problems(...aboutRoom),
  },
})

const append = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/feeds/{feed}',
  right: 'rooms:write',
  tags,
  summary: 'Write to a feed',
  request: { params: FeedParams, body: { required: true, content: jsonContent(NewFeedEntry) } },
  responses: {
    201: {
      description: 'It is durable.',
      content: jsonContent(requests['feeds.append'].reply.meta({ id: 'FeedReceipt' })),
    },
    ...problems(...aboutRoom, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

export const feeds = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    return c.json({ feeds: await askRoom(await askContext(c, roomId), 'feeds', 'feeds.list', {}) }, 200)
  })
  .openapi(read, async (c) => {
    const { roomId, feed } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'feeds', 'feeds.read', { feed, ...c.req.valid('query') }), 200)
  })
  .openapi(append, async (c) => {
    const { roomId, feed } = c.req.valid('param')
    const context = await askContext(c, roomId)
    return c.json(await askRoom(context, 'feeds', 'feeds.append', { feed, ...c.req.valid('json') }), 201)
  })
