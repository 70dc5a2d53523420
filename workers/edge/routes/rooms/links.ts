/** Share links of a room by REST: made, listed, revoked. A link's token is told once. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { grantedLevels } from '@syncforge/protocol/granted-access'
import type { Context } from 'hono'
import * as z from 'zod'
import type { ShareLink, Sharing } from '../../../../durable-objects/room/admission.ts'
import { roomObject } from '../../../bindings/room.ts'
import { makeShareLink } from '../../auth/share-links.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { replyOf } from '../../problem.ts'
import { deciderOf, reach, requireRoom } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { isStorable, notStorable } from '../storable.ts'
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

const Access = z.enum(grantedLevels).describe('What whoever has the link may do in the room.')
const Moment = z.number().int()

const NewLink = z
  .strictObject({
    access: Access,
    name: z.string().min(1).max(256).refine(isStorable, notStorable).nullable().default(null),
    expiresAt: Moment.nullable()
      .default(null)
      .refine((at) => at === null || (at > Date.now() && at <= 8_640_000_000_000_000), 'is not in the future')
      .describe('Milliseconds since 1970; `null`: until it is revoked.'),
    page: Page,
  })
  .meta({ id: 'NewLink', example: { access: 'comment', name: 'For the class' } })

const Link = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    access: Access,
    expiresAt: Moment.nullable().describe('Milliseconds since 1970; `null`: until it is revoked.'),
    createdAt: Moment,
  })
  .meta({ id: 'Link' })

const MadeLink = Link.extend({
  token: z.string().describe('Joins the room as `token`. It is shown this once: only its hash is kept.'),
  url: z.string().describe('The page with the token behind `#link=`, which browsers do not send to servers.'),
}).meta({ id: 'MadeLink' })

const Links = z.object({ links: z.array(Link) }).meta({ id: 'Links' })

const create = declareRoute({
  method: 'post',
  path: '/api/v1/rooms/{roomId}/links',
  right: 'rooms:moderate',
  tags,
  summary: 'Make a share link',
  description:
    'Whoever has its token may come into the room, unverified, with this access; somebody with a room token who adds it after a comma is raised by it. At most 100 in a room.',
  request: { params: RoomParams, body: { required: true, content: jsonContent(NewLink) } },
  responses: {
    201: { description: 'The link, with its token this once.', content: jsonContent(MadeLink) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/rooms/{roomId}/links',
  right: 'rooms:read',
  tags,
  summary: 'List the share links of a room',
  description: 'Those that were not revoked; some may have ended by themselves.',
  request: { params: RoomParams },
  responses: { 200: { description: 'The oldest first.', content: jsonContent(Links) }, ...problems(...always) },
})

const revoke = declareRoute({
  method: 'delete',
  path: '/api/v1/rooms/{roomId}/links/{linkId}',
  right: 'rooms:moderate',
  tags,
  summary: 'Revoke a share link',
  description: 'Whoever came by it loses at once what it gave; a room token of their own goes on.',
  request: { params: RoomParams.extend({ linkId: z.string().min(1).max(64) }) },
  responses: { 204: { description: 'It holds no more.' }, ...problems(...always, 'NOT_FOUND') },
})

const share = async (c: Context<EdgeEnv>, roomId: string, sharing: Sharing) => {
  const room = await requireRoom(c, roomId)
  const object = roomObject(c.env, room.organizationId, roomId)
  return replyOf(await reach(c.get('requestId'), () => object.share(sharing, room, deciderOf(c))))
}

export const links = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const { roomId } = c.req.valid('param')
    const { page, ...wanted } = c.req.valid('json')
    const { url } = await sharedPage(c, roomId, page)
    const { token, hash } = await makeShareLink(c.env.TOKEN_SECRET, c.get('caller').organizationId, roomId)
    const link = (await share(c, roomId, { kind: 'link', hash, ...wanted })) as ShareLink
    return c.json({ ...link, token, url: `${url}#link=${token}` }, 201)
  })
  .openapi(list, async (c) => {
    const { roomId } = c.req.valid('param')
    const room = await requireRoom(c, roomId)
    const object = roomObject(c.env, room.organizationId, roomId)
    const answer = await reach(c.get('requestId'), () => object.shared(room))
    const { links: found } = replyOf(answer) as { links: readonly ShareLink[] }
    return c.json({ links: [...found] }, 200)
  })
  .openapi(revoke, async (c) => {
    const { roomId, linkId } = c.req.valid('param')
    await share(c, roomId, { kind: 'unlink', id: linkId })
    return c.body(null, 204)
  })
