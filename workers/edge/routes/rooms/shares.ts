/** Shares by e-mail: a mail goes out, and the grant waits in the room for whoever proves that address. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { AccessLevel, Email } from '@syncforge/protocol/schemas'
import type { Context } from 'hono'
import * as z from 'zod'
import type { EmailShare } from '../../../../durable-objects/room/admission.ts'
import { databaseOf } from '../../../bindings/database.ts'
import { roomObject } from '../../../bindings/room.ts'
import { describeError, log } from '../../../log.ts'
import { shareLetter } from '../../../mail/letters.ts'
import { openMail } from '../../../mail/open.ts'
import type { EdgeEnv } from '../../env.ts'
import { consume, rateLimited } from '../../limits/windows.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { deciderOf, reach, requireRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { RoomParams } from './shapes.ts'
import { Page, sharedPage } from './shared-page.ts'

const tags = ['Sharing']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'ROOM_NOT_FOUND',
  'ROOM_DELETED',
  'ROOM_UNAVAILABLE',
] as const

const hourMs = 60 * 60_000
/** Mail that people did not ask for: few for each of them, and not without end from one organization. */
const perAddress = { windowMs: hourMs, max: 10 }
const perOrganization = { windowMs: hourMs, max: 200 }

const NewShare = z
  .strictObject({
    email: Email.describe('In small letters from then on.'),
    access: AccessLevel.describe('What they may do in the room once they have come.'),
    page: Page.describe(
      'Your page, which signs people in and opens the room, on one of your allowed origins. The mail leads there.',
    ),
  })
  .meta({
    id: 'NewShare',
    example: { email: 'ada@example.com', access: 'write', page: 'https://app.example.com/plan' },
  })

const Share = z
  .object({
    id: z.string(),
    email: z.string(),
    access: AccessLevel,
    createdAt: z.number().int().describe('Milliseconds since 1970.'),
  })
  .meta({ id: 'Share' })

const MadeShare = Share.extend({
  mailed: z.boolean().describe('`false`: the mail could not be sent; the share holds all the same.'),
}).meta({ id: 'MadeShare' })

const create = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/shares',
  right: 'rooms:moderate',
  tags,
  summary: 'Share a room by e-mail',
  description:
    'Sends a mail, and waits. Whoever comes with a room token that proves this address (its `email`) has this access as a grant from then on. The same address again changes the access and sends another mail. At most 500 wait in a room; 10 mails an hour go to one address, 200 from one organization.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewShare) } },
  responses: {
    201: { description: 'It waits.', content: jsonContent(MadeShare) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'RATE_LIMITED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/shares',
  right: 'rooms:moderate',
  tags,
  summary: 'List the shares by e-mail that wait',
  description: 'Who has come is among the grants.',
  request: { params: RoomParams },
  responses: {
    200: { description: 'The oldest first.', content: jsonContent(z.object({ shares: z.array(Share) })) },
    ...problems(...always),
  },
})

const revoke = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/shares/{shareId}',
  right: 'rooms:moderate',
  tags,
  summary: 'Take back a share by e-mail',
  description: 'One that still waits. What has become a grant is taken back as one.',
  request: { params: RoomParams.extend({ shareId: z.string().min(1).max(64) }) },
  responses: { 204: { description: 'It waits no more.' }, ...problems(...always, 'NOT_FOUND') },
})

const countMail = async ({ env }: Context<EdgeEnv>, organizationId: string, email: string): Promise<void> => {
  for (const [subject, rule] of [
    [organizationId, perOrganization],
    [email, perAddress],
  ] as const) {
    const told = await consume(env, ['account', subject], 'mail', rule)
    if (!told.allowed) throw rateLimited(told, rule)
  }
}

export const shares = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const { roomId } = c.req.valid('param')
    const { page, email, access } = c.req.valid('json')
    const [room, requestId] = [await requireRoom(c, roomId), c.get('requestId')]
    const { url, organization } = await sharedPage(c, roomId, page)
    await countMail(c, room.organizationId, email)
    const object = roomObject(c.env, room.organizationId, roomId)
    const answer = await reach(requestId, () => object.share({ kind: 'share', email, access }, room, deciderOf(c)))
    const share = replyOf(answer) as EmailShare
    const mailed = await openMail(
      c.env,
      databaseOf(c.env),
    )(shareLetter({ to: email, url, organization, room: roomId })).then(
      () => true,
      (error: unknown) => {
        log('error', { requestId, ...describeError(error) })
        return false
      },
    )
    return c.json({ ...share, mailed }, 201)
  })
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    const answer = await reach(c.get('requestId'), () => roomObject(c.env, room.organizationId, roomId).shared(room))
    const { shares: waiting } = replyOf(answer) as { shares: readonly EmailShare[] }
    return c.json({ shares: [...waiting] }, 200)
  })
  .openapi(revoke, async (c) => {
    const { roomId, shareId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    const object = roomObject(c.env, room.organizationId, roomId)
    const unshare = { kind: 'unshare', id: shareId } as const
    replyOf(await reach(c.get('requestId'), () => object.share(unshare, room, deciderOf(c))))
    return c.body(null, 204)
  })
