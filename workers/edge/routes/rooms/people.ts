/** Decisions about people in a room, by REST: what they may do, that they leave, that they stay out. They apply to open sockets at once. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AccessLevel, UserId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Moderation, UserDecision } from '../../../../durable-objects/room/admission.ts'
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
      'Wins over every token for this id in this room; `null`: the token again. Who only claims the id, with a publishable key, gets no more by it than the key gives, but no less is as much for them.',
    ),
  })
  .meta({ id: 'Rights', example: { access: 'read' } })

const Kick = z
  .strictObject({
    ban: z
      .union([z.boolean(), z.strictObject({ forMs: z.number().int().min(1_000).max(BAN_MAX_MS) })])
      .default(false)
      .describe('`true`: until it is taken back. With `forMs`: for that long.'),
    verified: z
      .literal(false)
      .optional()
      .describe('Only those who merely claim the id; whoever proves it with a room token stays.'),
  })
  .meta({ id: 'Kick', example: { ban: { forMs: 3_600_000 } } })

const Met = z
  .object({ connections: z.number().int().describe('How many open connections it met.') })
  .meta({ id: 'Met' })

const BanShape = z
  .object({ until: z.number().int().nullable().describe('Milliseconds since 1970; `null`: until it is taken back.') })
  .nullable()

const Decided = z
  .object({
    userId: UserId,
    access: AccessLevel.nullable().describe('`null`: nothing was decided, the token or the key says it.'),
    ban: BanShape,
    claimsBan: BanShape.describe('For those who only claim the id.'),
  })
  .meta({ id: 'Decided' })

const answers = {
  200: { description: 'It holds.', content: jsonContent(Met) },
  ...problems(...always, 'PAYLOAD_TOO_LARGE'),
}

const show = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/participants/{userId}',
  right: 'rooms:read',
  tags,
  summary: 'Show what was decided about somebody',
  description: 'What holds for this user id in this room, whether anybody with it is here or not.',
  request: { params: PersonParams },
  responses: { 200: { description: 'What holds now.', content: jsonContent(Decided) }, ...problems(...always) },
})

const change = declareRoute({
  method: 'patch',
  path: '/api/v1/rooms/{roomId}/participants/{userId}',
  right: 'rooms:moderate',
  tags,
  summary: 'Change what somebody may do',
  description:
    'Open sockets obey at once, later joins as well, whatever their token says. What is raised counts only for who proves the id with a room token; what is lowered counts for who claims it as well.',
  request: { params: PersonParams, body: { required: true, content: jsonContent(Rights) } },
  responses: answers,
})

const kick = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/participants/{userId}/kick',
  right: 'rooms:moderate',
  tags,
  summary: 'Remove somebody',
  description:
    'Closes what is open under this id, proven or claimed, with `KICKED`, or with `BANNED` when it is to stay out. Without a body: a kick alone.',
  request: { params: PersonParams, body: { required: false, content: jsonContent(Kick) } },
  responses: answers,
})

const unban = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/participants/{userId}/ban',
  right: 'rooms:moderate',
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
const kickOf = ({ ban = false, verified }: Partial<z.infer<typeof Kick>>) => {
  const claimsOnly = verified === false
  return ban === false ? { claimsOnly } : { claimsOnly, ban: { forMs: ban === true ? null : ban.forMs } }
}

export const people = new OpenAPIHono<EdgeEnv>()
  .openapi(show, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    const object = roomObject(c.env, room.organizationId, roomId)
    const answer = await reach(c.get('requestId'), () => object.decision(userId, room))
    return c.json(replyOf(answer) as UserDecision, 200)
  })
  .openapi(change, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    return c.json(await decide(c, roomId, { kind: 'access', userId, access: c.req.valid('json').access }), 200)
  })
  .openapi(kick, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    return c.json(await decide(c, roomId, { kind: 'kick', userId, ...kickOf(c.req.valid('json')) }), 200)
  })
  .openapi(unban, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    await decide(c, roomId, { kind: 'unban', userId })
    return c.body(null, 204)
  })
