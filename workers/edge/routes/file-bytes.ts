/** `/files/<address>`: where a room has said that a file may be sent or read. The address is all that is asked for. */
import { Hono } from 'hono'
import type { EdgeEnv } from '../env.ts'
import { readFileAddress } from '../files/address.ts'
import { receiveFile } from '../files/receive.ts'
import { sendFile } from '../files/send.ts'
import { keepAliveBy } from '../records.ts'

export const fileBytes = new Hono<EdgeEnv>()
  .get('/files/:address', async (c) =>
    sendFile(c.env, await readFileAddress(c.env.TOKEN_SECRET, c.req.param('address'), 'get', Date.now())),
  )
  .put('/files/:address', async (c) => {
    const grant = await readFileAddress(c.env.TOKEN_SECRET, c.req.param('address'), 'put', Date.now())
    const receiving = { env: c.env, requestId: c.get('requestId'), keepAlive: keepAliveBy(c.executionCtx) }
    return c.json(await receiveFile(receiving, grant, c.req.raw), 201)
  })
