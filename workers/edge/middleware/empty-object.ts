/** Takes a request without a body, where JSON is expected, for one that says nothing: what is missing is then told by its name. */
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'

export const emptyObject = createMiddleware<EdgeEnv>(async (c, next) => {
  if (c.req.raw.body === null || (await c.req.text()).trim() === '') {
    const headers = new Headers(c.req.raw.headers)
    headers.set('content-type', 'application/json')
    headers.delete('content-length')
    // Made of the one that came: where it came from stays known.
    c.req.raw = new Request(c.req.raw, { headers, body: '{}' })
    c.req.bodyCache = {}
  }
  await next()
})
