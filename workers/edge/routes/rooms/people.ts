/** Decisions about people in a room, by REST: what they may do, that they leave, that they stay out. They apply to open sockets at once. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { grantedLevels } from '@syncforge/protocol/granted-access'
import { idPatterns } from '@syncforge/protocol/ids'
import { AccessLevel, UserId } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Moderation, RoomAddress, UserDecision } from '../../../../durable-objects/room/admission.ts'
import { roomObject } from '../../../bindings/room.ts'
import { recordDone } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { deciderOf, reach, requireRoom } from '../../rooms.ts'
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

const DocumentLevel = z.enum(grantedLevels)

const Rights = z
  .strictObject({
    access: AccessLevel.nullable()
      .optional()
      .describe(
        'Wins over every token and share link for this id in this room; `null`: what they bring along again. Who only claims the id gets no more by it, but no less is as much for them.',
      ),
    documents: z
      .record(z.string().regex(idPatterns.document, 'the name of a document'), DocumentLevel.nullable())
      .optional()
      .describe(
        'Levels in single documents, instead of the one in the room; `null`: the room’s again. Those that are not named stay as they are. They let nobody into the room by themselves.',
      ),
  })
  .refine(({ access, documents }) => access !== undefined || documents !== undefined, 'says nothing to change')
  .meta({ id: 'Rights', example: { access: 'read', documents: { plan: 'write' } } })

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

export const Decided = z
  .object({
    userId: UserId,
    access: AccessLevel.nullable().describe('`null`: nothing was decided, it is what they bring along.'),
    documents: z.record(z.string(), DocumentLevel).describe('Where it is something else.'),
    ban: BanShape,
    claimsBan: BanShape.describe('For those who only claim the id.'),
  })
  .meta({ id: 'Decided' })

const answers = {
  200: { description: 'It holds.', content: jsonContent(Met) },
  ...problems(...always, 'PAYLOAD_TOO_LARGE'),
}

const Grants = z
  .object({ grants: z.array(Decided), nextCursor: z.string().nullable().describe('`null` on the last page.') })
  .meta({ id: 'Grants' })

const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: UserId.optional().describe('`nextCursor` of the page before.'),
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/grants',
  right: 'rooms:read',
  tags,
  summary: 'List what was decided about people',
  description: 'Everybody who has a grant, was lowered or is banned in this room, by user id.',
  request: { params: RoomParams, query: ListQuery },
  responses: { 200: { description: 'A page of it.', content: jsonContent(Grants) }, ...problems(...always) },
})

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
    'Grants access, or lowers it, in the room or in single documents. Open sockets obey at once, later joins as well, whatever their token says. What is raised counts only for who proves the id with a room token; what is lowered counts for who claims it as well. Only what is sent changes.',
  request: { params: PersonParams, body: { required: true, content: jsonContent(Rights) } },
  responses: { ...answers, ...problems('LIMIT_EXCEEDED') },
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

const decide = async (c: Context<EdgeEnv>, room: RoomAddress, moderation: Moderation, isLogged = false) => {
  const answer = await reach(c.get('requestId'), () =>
    roomObject(c.env, room.organizationId, room.roomId).moderate(moderation, room, { ...deciderOf(c), isLogged }),
  )
  return { connections: replyOf(answer) as number }
}

/** A request without a body is not parsed: it has no defaults either. */
const kickOf = ({ ban = false, verified }: Partial<z.infer<typeof Kick>>) => {
  const claimsOnly = verified === false
  return ban === false ? { claimsOnly } : { claimsOnly, ban: { forMs: ban === true ? null : ban.forMs } }
}

export const people = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const { limit, cursor = null } = c.req.valid('query')
    const room = await requireRoom(c, roomId)
    const object = roomObject(c.env, room.organizationId, roomId)
    // One more than asked for tells whether there is a next page.
    const answer = await reach(c.get('requestId'), () => object.decisions(cursor, limit + 1, room))
    const found = replyOf(answer) as readonly UserDecision[]
    const grants = found.slice(0, limit)
    const nextCursor = found.length > limit ? (grants.at(-1)?.userId ?? null) : null
    return c.json({ grants, nextCursor }, 200)
  })
  .openapi(show, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    const object = roomObject(c.env, room.organizationId, roomId)
    const answer = await reach(c.get('requestId'), () => object.decision(userId, room))
    return c.json(replyOf(answer) as UserDecision, 200)
  })
  .openapi(change, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    return c.json(await decide(c, room, { kind: 'access', userId, ...c.req.valid('json') }), 200)
  })
  .openapi(kick, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    const how = kickOf(c.req.valid('json'))
    const room = await requireRoom(c, roomId)
    // Written down first: a room that is deleted right after this tells nobody any more. Where it cannot be, the room tells it later.
    const isLogged = await recordDone(c, 'rooms.kick', roomId, { userId, ...how })
    return c.json(await decide(c, room, { kind: 'kick', userId, ...how }, isLogged), 200)
  })
  .openapi(unban, async (c) => {
    const { roomId, userId } = c.req.valid('param')
    await decide(c, await requireRoom(c, roomId), { kind: 'unban', userId })
    return c.body(null, 204)
  })
