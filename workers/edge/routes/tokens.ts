/** Signs room tokens for a customer's server. */
import { OpenAPIHono } from '@hono/zod-openapi'
import {
  grantPattern,
  signRoomToken,
  tokenSecondsDefault,
  tokenSecondsMax,
  tokenSecondsMin,
} from '@syncforge/protocol/room-token'
import { AccessLevel, Email, UserId, UserInfo } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { Env } from '../../bindings/env.ts'
import { type Caller, requireRight } from '../auth/caller.ts'
import { platformSecret, signingSecretOf } from '../auth/signing.ts'
import type { EdgeEnv } from '../env.ts'
import { problems } from '../openapi.ts'
import { declareRoute } from '../route.ts'

const NewToken = z
  .strictObject({
    userId: UserId,
    userInfo: UserInfo.default({}),
    email: Email.optional().describe(
      'An address that you have seen proof of: what was shared with it by e-mail becomes theirs.',
    ),
    rooms: z
      .record(
        z.string().regex(grantPattern, 'a room id, or the beginning of one with a star'),
        z.array(AccessLevel).min(1),
      )
      .optional()
      .describe(
        'Room id or prefix* → levels. Several patterns that match a room add up. Left out: in every room what it gives to everybody, and what was granted there.',
      ),
    ttlSeconds: z.number().int().min(tokenSecondsMin).max(tokenSecondsMax).default(tokenSecondsDefault),
  })
  .meta({ id: 'NewToken' })

const Token = z
  .object({ token: z.string(), expiresAt: z.number().int().describe('Milliseconds since 1970.') })
  .meta({ id: 'Token' })

const route = declareRoute({
  method: 'post',
  path: '/api/v1/tokens',
  right: 'tokens:sign',
  tags: ['Tokens'],
  summary: 'Sign a room token',
  description:
    'Says who somebody is and what they may do in which rooms. Hand it to their browser. The calling key signs it, and the token ends with that key: when it is revoked, when it expires, when the time of grace of one that was replaced is over. A key needs the scope `tokens`, which is for every room of the organization, and `rooms:write` as well to let somebody moderate.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: NewToken,
          example: { userId: 'user_1', userInfo: { name: 'Ada' }, rooms: { 'doc-*': ['write'] } },
        },
      },
    },
  },
  responses: {
    200: { description: 'The token.', content: { 'application/json': { schema: Token } } },
    ...problems('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE'),
  },
})

/** What signs for a caller: a key signs for itself, the platform for somebody in the dashboard. */
const signerFor = async (env: Env, caller: Caller) => {
  if (caller.kind === 'person') return { secret: platformSecret(env), keyId: null, endsAt: null }
  const secret = await signingSecretOf(env, caller.id, caller.secret)
  if (secret === null) throw new Error(`the key ${caller.id} has nothing to sign with`)
  return { secret, keyId: caller.id, endsAt: caller.endsAt }
}

export const tokens = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { userId, userInfo, email = null, rooms = null, ttlSeconds } = c.req.valid('json')
  const caller = c.get('caller')
  if (Object.values(rooms ?? {}).some((levels) => levels.includes('moderate'))) requireRight(caller, 'rooms:moderate')
  const { secret, keyId, endsAt } = await signerFor(c.env, caller)
  // A token's time counts in whole seconds.
  const wantedEnd = (Math.floor(Date.now() / 1000) + ttlSeconds) * 1000
  const expiresAt = Math.min(wantedEnd, endsAt === null ? wantedEnd : Math.floor(endsAt / 1000) * 1000)
  const { organizationId } = caller
  const token = await signRoomToken(secret, keyId, { organizationId, userId, userInfo, email, rooms, expiresAt })
  return c.json({ token, expiresAt }, 200)
})
