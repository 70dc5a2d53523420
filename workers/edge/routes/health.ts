/** Whether this server serves: asks the database, has an object write something, answers within a bound. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'drizzle-orm'
import * as z from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { describeError, log } from '../../log.ts'
import type { EdgeEnv } from '../env.ts'
import { withinTime } from '../within-time.ts'
import { isWritable } from '../writable.ts'

const databaseTimeoutMs = 3_000
const { version } = packageJson

const Health = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    database: z.enum(['ok', 'unreachable']),
    rooms: z.enum(['ok', 'unwritable']).describe('Whether what happens in rooms can be stored, as of a second ago.'),
    version: z.string(),
  })
  .meta({ id: 'Health' })

const content = { 'application/json': { schema: Health } }

const route = createRoute({
  method: 'get',
  path: '/health',
  right: null,
  tags: ['Server'],
  summary: 'Whether the server serves',
  security: [],
  responses: {
    200: { description: 'It serves.', content },
    503: { description: 'It does not; the part that fails is named.', content },
  },
})

const isReachable = async (env: Env, requestId: string): Promise<boolean> => {
  try {
    await withinTime(Promise.resolve(databaseOf(env).execute(sql`select 1`)), databaseTimeoutMs)
    return true
  } catch (error) {
    log('error', { requestId, check: 'database', ...describeError(error) })
    return false
  }
}

export const health = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const requestId = c.get('requestId')
  const [reachable, writable] = await Promise.all([isReachable(c.env, requestId), isWritable(c.env, requestId)])
  const isWell = reachable && writable
  const answer = {
    status: isWell ? 'ok' : 'unavailable',
    database: reachable ? 'ok' : 'unreachable',
    rooms: writable ? 'ok' : 'unwritable',
    version,
  } as const
  return c.json(answer, isWell ? 200 : 503)
})
