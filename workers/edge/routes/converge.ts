/** `/examples/converge/api`: in development, the backend of that example app, on its page's own origin. Elsewhere there is none. */
import { Hono } from 'hono'
import type { EdgeEnv } from '../env.ts'
import { onNotFound } from '../problem.ts'

export const converge = new Hono<EdgeEnv>().all('/examples/converge/api/*', async (c) =>
  c.env.SYNCFORGE_ENV === 'development' && c.env.CONVERGE ? c.env.CONVERGE.fetch(c.req.raw) : onNotFound(c),
)
