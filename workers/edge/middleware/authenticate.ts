/** Finds out who calls: a secret key, or somebody who is signed in. Publishable keys and unknown ones are refused. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Identity, keyCaller } from '../auth/caller.ts'
import { checkKey } from '../auth/keys.ts'
import { sessionOf } from '../auth/session.ts'
import { countUse } from '../auth/use.ts'
import type { EdgeEnv } from '../env.ts'
import { keepAliveBy, lookUpOrganization, requireOpen } from '../records.ts'

const howTo = 'Send a secret key, Authorization: Bearer sk_…, or sign in'

const keyHolder = async (c: Context<EdgeEnv>, authorization: string): Promise<Identity> => {
  const sent = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (!sent) throw new RoomError('UNAUTHORIZED', howTo)
  const keepAlive = keepAliveBy(c.executionCtx)
  const held = await checkKey(c.env, sent, keepAlive)
  if (!held) throw new RoomError('UNAUTHORIZED', 'The key is not known')
  if (held.key.kind !== 'secret')
    throw new RoomError('FORBIDDEN', 'A publishable key only joins rooms: use a secret key')
  requireOpen(await lookUpOrganization(c.env, held.key.organizationId, keepAlive))
  countUse(c.env, held.key.id, 'requests', keepAlive)
  return keyCaller(held)
}

const signedIn = async (c: Context<EdgeEnv>): Promise<Identity> => {
  const session = await sessionOf(c.env, c.req.raw)
  if (!session) throw new RoomError('UNAUTHORIZED', howTo)
  return { kind: 'session', ...session }
}

export const authenticate = createMiddleware<EdgeEnv>(async (c, next) => {
  const authorization = c.req.header('authorization')
  c.set('identity', authorization === undefined ? await signedIn(c) : await keyHolder(c, authorization))
  await next()
})
