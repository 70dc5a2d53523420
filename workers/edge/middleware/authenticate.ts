/** Tells the routes who calls. Publishable keys and unknown ones are refused. */
import { RoomError } from '@syncforge/protocol/errors'
import { createMiddleware } from 'hono/factory'
import { keyCaller } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'
import { keepAliveBy, lookUpKey } from '../records.ts'

export const authenticate = createMiddleware<EdgeEnv>(async (c, next) => {
  const sent = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (!sent) throw new RoomError('UNAUTHORIZED', 'Send a secret key: Authorization: Bearer sk_…')
  const key = await lookUpKey(c.env, sent, keepAliveBy(c.executionCtx))
  if (!key) throw new RoomError('UNAUTHORIZED', 'The key is not known')
  if (key.kind !== 'secret') throw new RoomError('FORBIDDEN', 'A publishable key only joins rooms: use a secret key')
  c.set('caller', keyCaller(key))
  await next()
})
