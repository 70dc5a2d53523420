/** Tells the routes who calls. Publishable keys and unknown ones are refused. */
import { RoomError } from '@syncforge/protocol/errors'
import { createMiddleware } from 'hono/factory'
import { keyCaller } from '../auth/caller.ts'
import { checkKey } from '../auth/keys.ts'
import { countUse } from '../auth/use.ts'
import type { EdgeEnv } from '../env.ts'
import { keepAliveBy } from '../records.ts'

export const authenticate = createMiddleware<EdgeEnv>(async (c, next) => {
  const sent = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (!sent) throw new RoomError('UNAUTHORIZED', 'Send a secret key: Authorization: Bearer sk_…')
  const keepAlive = keepAliveBy(c.executionCtx)
  const held = await checkKey(c.env, sent, keepAlive)
  if (!held) throw new RoomError('UNAUTHORIZED', 'The key is not known')
  if (held.key.kind !== 'secret')
    throw new RoomError('FORBIDDEN', 'A publishable key only joins rooms: use a secret key')
  countUse(c.env, held.key.id, 'requests', keepAlive)
  c.set('caller', keyCaller(held))
  await next()
})
