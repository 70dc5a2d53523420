/** Whether this server serves: asks the database, answers within a bound. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'drizzle-orm'
import * as z from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import type { EdgeEnv } from '../env.ts'
import { describeError, log } from '../log.ts'
import { databaseOf } from '../records.ts'

const DATABASE_TIMEOUT_MS = 3_000
const { version } = packageJson

const Health = z
  .object({ status: z.enum(['ok', 'unavailable']), database: z.enum(['ok', 'unreachable']), version: z.string() })
  .meta({ id: 'Health' })

const content = { 'application/json': { schema: Health } }

const route = createRoute({
  method: 'get',
  path: '/health',
  tags: ['Server'],
  summary: 'Whether the server serves',
  security: [],
  responses: {
    200: { description: 'It serves.', content },
    503: { description: 'It does not; the part that fails is named.', content },
  },
})

export const health = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${DATABASE_TIMEOUT_MS} ms`)), DATABASE_TIMEOUT_MS)
  })
  try {
    await Promise.race([databaseOf(c.env).execute(sql`select 1`), late])
    return c.json({ status: 'ok', database: 'ok', version } as const, 200)
  } catch (error) {
    log('error', { requestId: c.get('requestId'), check: 'database', ...describeError(error) })
    return c.json({ status: 'unavailable', database: 'unreachable', version } as const, 503)
  } finally {
    clearTimeout(timer)
  }
})
