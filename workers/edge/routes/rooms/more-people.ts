/** `/people/<address>`: where a room has said that its question can be asked further. The address is all that is asked for. */
import { Hono } from 'hono'
import type { EdgeEnv } from '../../env.ts'
import { morePeople as answer } from '../../people/more.ts'
import { keepAliveBy } from '../../records.ts'

export const morePeople = new Hono<EdgeEnv>().get('/people/:address', async (c) => {
  const asking = { env: c.env, requestId: c.get('requestId'), keepAlive: keepAliveBy(c.executionCtx) }
  return c.json(await answer(asking, c.req.param('address')), 200, { 'cache-control': 'no-store' })
})
