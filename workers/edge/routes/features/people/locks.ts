/** Locks of a room by REST, in the name of the person that is given. Nobody waits in line here: a line ends with a connection. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { contracts } from '@syncforge/protocol'
import { RoomError } from '@syncforge/protocol/errors'
import { Lease as LeaseShape, LockKey } from '@syncforge/protocol/locks'
import { UserId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { EdgeEnv } from '../../../env.ts'
import { problems } from '../../../openapi.ts'
import { askContext, askRoom } from '../../../rooms.ts'
import { declareRoute, jsonContent } from '../../../route.ts'
import { aboutRoom, RoomParams } from '../../rooms/shapes.ts'
import { inNameOf, Named } from './in-name-of.ts'

const tags = ['Locks']
const whenWriting = [...aboutRoom, 'PLAN_LIMIT_EXCEEDED'] as const

const { requests } = contracts.locks
const Lease = LeaseShape.meta({ id: 'Lease' })
const { ttlMs } = requests['locks.acquire'].body.shape
const { token } = requests['locks.renew'].body.shape
const Wanted = Named.extend({
  key: LockKey,
  ttlMs,
  steal: z.boolean().optional().describe('Takes it from whoever holds it.'),
}).meta({ id: 'WantedLock', example: { userId: 'user_1', key: 'budget', ttlMs: 60_000 } })
const Renewal = Named.extend({ token, ttlMs }).meta({ id: 'LockRenewal', example: { userId: 'user_1', token: 7 } })
const LockParams = RoomParams.extend({ key: LockKey })

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/locks',
  right: 'documents:read',
  tags,
  summary: 'List the locks that are held',
  request: { params: RoomParams },
  responses: {
    200: {
      description: 'Who holds what, and until when.',
      content: jsonContent(z.object({ locks: z.array(Lease) }).meta({ id: 'LockList' })),
    },
    ...problems(...aboutRoom),
  },
})

const acquire = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/locks',
  right: 'documents:write',
  tags,
  summary: 'Acquire a lock',
  description: 'It ends by its time, half an hour where none is given: there is no connection that it could end with.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(Wanted) } },
  responses: {
    201: { description: 'It is theirs.', content: jsonContent(Lease) },
    ...problems(...whenWriting, 'LOCK_HELD', 'LIMIT_EXCEEDED'),
  },
})

const renew = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}/locks/{key}',
  right: 'documents:write',
  tags,
  summary: 'Hold a lock for longer',
  request: { params: LockParams, body: { required: true, content: jsonContent(Renewal) } },
  responses: {
    200: { description: 'Until when.', content: jsonContent(Lease) },
    ...problems(...whenWriting, 'LOCK_LOST'),
  },
})

const release = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/locks/{key}',
  right: 'documents:write',
  tags,
  summary: 'Give a lock back',
  description: 'Of `userId`, with the `token` that it was acquired under.',
  request: {
    params: LockParams,
    query: z.object({ userId: UserId.optional(), token: z.coerce.number().int().positive().optional() }),
  },
  responses: { 204: { description: 'The next in line holds it.' }, ...problems(...whenWriting, 'LOCK_LOST') },
})

export const locks = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    return c.json({ locks: await askRoom(await askContext(c, roomId), 'locks', 'locks.list', {}) }, 200)
  })
  .openapi(acquire, async (c) => {
    const { roomId } = c.req.valid('param')
    const { steal = false, key, ttlMs: forMs, ...whom } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), whom, steal ? 'moderate' : 'write')
    if (steal) return c.json(await askRoom(context, 'locks', 'locks.steal', { key, ttlMs: forMs }), 201)
    const { lease } = await askRoom(context, 'locks', 'locks.acquire', { key, ttlMs: forMs })
    // Who does not wait is told that it is held.
    return c.json(lease as z.infer<typeof Lease>, 201)
  })
  .openapi(renew, async (c) => {
    const { roomId, key } = c.req.valid('param')
    const { token: own, ttlMs: forMs, ...whom } = c.req.valid('json')
    const context = inNameOf(await askContext(c, roomId), whom, 'write')
    return c.json(await askRoom(context, 'locks', 'locks.renew', { key, token: own, ttlMs: forMs }), 200)
  })
  .openapi(release, async (c) => {
    const { roomId, key } = c.req.valid('param')
    const { userId, token: own } = c.req.valid('query')
    const context = await askContext(c, roomId)
    if (userId === undefined || own === undefined)
      throw new RoomError('VALIDATION_ERROR', 'Say whose lock it is, and its token', [
        { path: userId === undefined ? 'userId' : 'token', message: 'is needed' },
      ])
    await askRoom(inNameOf(context, { userId }, 'write'), 'locks', 'locks.release', { key, token: own })
    return c.body(null, 204)
  })
