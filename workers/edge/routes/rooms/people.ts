/** Decisions about people in a room, by REST: what they may do, that they leave, that they stay out. They apply to open sockets at once. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AccessLevel, UserId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Moderation } from '../../../../durable-objects/room/admission.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { reach, requireRoom, roomObject } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from './shapes.ts'

const tags = ['People in a room']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'ROOM_NOT_FOUND',
  'ROOM_DELETED',
  'ROOM_UNAVAILABLE',
] as const

const BAN_MAX_MS = 10 * 365 * 24 * 60 * 60_000

const PersonParams = RoomParams.extend({ userId: UserId })

const Rights = z
  .strictObject({
    access: AccessLevel.nullable().describe(
      'Wins over every token of this person in this room; `null`: the token again.',
    ),
  })
  .meta({ id: 'Rights', example: { access: 'read' } })

const Kick = z
  .strictObject({
    ban: z
      .union([z.boolean(), z.strictObject({ forMs: z.number().int().min(1_000).max(BAN_MAX_MS) })])
      .default(false)
      .describe('`true`: until it is taken back. With `forMs`: for that long.'),
  })
  .meta({ id: 'Kick', example: { ban: { forMs: 3_600_000 } } })

const Met = z
  .object({ connections: z.number().int().describe('How many open connections it met.') })
  .meta({ id: 'Met' })

const answers = {
  200: { description: 'It holds.', content: jsonContent(Met) },
  ...problems(...always, 'PAYLOAD_TOO_LARGE'),
}

const change = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}/participants/{userId}',
  tags,
  summary: 'Change what somebody may do',
  description: 'Open sockets obey at once, later joins as well, whatever their token says.',
  request: { params: PersonParams, body: { required: true, content: jsonContent(Rights) } },
  responses: answers,
})

const kick = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/participants/{userId}/kick',
  tags,
  summary: 'Remove somebody',
  description:
    'Closes what this person has open with `KICKED`, or with `BANNED` when they are to stay out. Without a body: a kick alone.',
  request: { params: PersonParams, body: { required: false, content: jsonContent(Kick) } },
  responses: answers,
})

const unban = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/participants/{userId}/ban',
  tags,
  summary: 'Let somebody in again',
  request: { params: PersonParams },
  responses: { 204: { description: 'There is no ban.' }, ...problems(...always) },
})

const decide = async (c: Context<EdgeEnv>, roomId: string, moderation: Moderation) => {
  const room = await requireRoom(c, roomId)
  const answer = await reach(c.get('requestId'), () =>
    roomObject(c.env, room.organizationId, roomId).moderate(moderation, room),
  )
  return { connections: replyOf(answer) as number }
}

/** A request without a body is not parsed: it has no defaults either. */
const banOf = ({ ban = false }: Partial<z.infer<typeof Kick>>) => {
  if (ban === false) return {}
  return { ban: { until: ban === true ? null : Date.now() + ban.forMs } }
}

export const people = new OpenAPIHono<EdgeEnv>()
  .openapi(change, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    return c.json(await decide(c, roomId, { kind: 'access', userId, access: c.req.valid('json').access }), 200)
  })
  .openapi(kick, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    return c.json(await decide(c, roomId, { kind: 'kick', userId, ...banOf(c.req.valid('json')) }), 200)
  })
  .openapi(unban, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    await decide(c, roomId, { kind: 'unban', userId })
    return c.body(null, 204)
  })
