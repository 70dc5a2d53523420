/** Signs room tokens for a customer's server. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AccessLevel, UserId, UserInfo } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { grantPattern } from '../auth/grants.ts'
import { signRoomToken } from '../auth/tokens.ts'
import type { EdgeEnv } from '../env.ts'
import { problems } from '../openapi.ts'
import { declareRoute } from '../route.ts'

const NewToken = z
  .strictObject({
    userId: UserId,
    userInfo: UserInfo.default({}),
    rooms: z
      .record(
        z.string().regex(grantPattern, 'a room id, or the beginning of one with a star'),
        z.array(AccessLevel).min(1),
      )
      .describe('Room id or prefix* → levels. Several patterns that match a room add up.'),
    ttlSeconds: z.number().int().min(60).max(86_400).default(3_600),
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
  description: 'Says who somebody is and what they may do in which rooms. Hand it to their browser.',
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

export const tokens = new OpenAPIHono<EdgeEnv>().openapi(route, async (c) => {
  const { userId, userInfo, rooms, ttlSeconds } = c.req.valid('json')
  const { organizationId } = c.get('caller')
  // A token's time counts in whole seconds.
  const expiresAt = new Date((Math.floor(Date.now() / 1000) + ttlSeconds) * 1000)
  const token = await signRoomToken(c.env.TOKEN_SECRET, { organizationId, userId, userInfo, rooms }, expiresAt)
  return c.json({ token, expiresAt: expiresAt.getTime() }, 200)
})
