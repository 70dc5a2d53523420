/** Who belongs to an organization, by REST. The finer rules about owners are kept by the database, where no two requests get between them. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { databaseOf } from '../../../bindings/database.ts'
import { changeRole, findMember, listMembers, removeMember } from '../../../db/queries/organizations/members.ts'
import { actingDatabase } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { endWatching } from '../../live/organization.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { listPage } from '../list-page.ts'
import { obeying } from './refusals.ts'
import { Member, MemberChange, MemberList, MemberParams, OrganizationParams, PageQuery, toMember } from './shapes.ts'

const tags = ['Members']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'ORGANIZATION_DELETED',
  'UNAVAILABLE',
] as const

const list = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/members',
  right: 'members:read',
  tags,
  summary: 'List members',
  description: 'In the order in which they joined.',
  request: { params: OrganizationParams, query: PageQuery },
  responses: { 200: { description: 'A page of members.', content: jsonContent(MemberList) }, ...problems(...always) },
})

const change = declareRoute({
  method: 'patch',
  path: '/api/v1/organizations/{organizationId}/members/{userId}',
  right: 'members:write',
  tags,
  summary: 'Change a member’s role',
  description:
    'Only owners make or lower owners. Nobody raises themself. The last owner stays one: `LAST_OWNER`, also when two go at once.',
  request: { params: MemberParams, body: { required: true, content: jsonContent(MemberChange) } },
  responses: {
    200: { description: 'The member as they are now.', content: jsonContent(Member) },
    ...problems(...always, 'LAST_OWNER', 'PAYLOAD_TOO_LARGE'),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/organizations/{organizationId}/members/{userId}',
  right: 'members:write',
  ownParam: 'userId',
  tags,
  summary: 'Remove a member, or leave',
  description:
    'Everybody may leave: with their own id no right is needed. Only owners remove owners, and the last owner stays.',
  request: { params: MemberParams },
  responses: { 204: { description: 'They are out, with their next request.' }, ...problems(...always, 'LAST_OWNER') },
})

const notFound = () => new RoomError('NOT_FOUND', 'There is no such member')

export const members = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { organizationId } = c.get('caller')
    const { page, nextCursor } = await listPage(
      c.req.valid('query'),
      (limit, after) => listMembers(databaseOf(c.env), organizationId, limit, after),
      (member) => member,
    )
    return c.json({ members: page.map(toMember), nextCursor }, 200)
  })
  .openapi(change, async (c) => {
    const { organizationId } = c.get('caller')
    const { userId } = c.req.valid('param')
    const db = actingDatabase(c)
    const isMember = await obeying(changeRole(db, organizationId, userId, c.req.valid('json').role))
    const member = isMember ? await findMember(db, organizationId, userId) : undefined
    if (!member) throw notFound()
    return c.json(toMember(member), 200)
  })
  .openapi(remove, async (c) => {
    const { organizationId } = c.get('caller')
    const { userId } = c.req.valid('param')
    if (!(await obeying(removeMember(actingDatabase(c), organizationId, userId)))) throw notFound()
    c.executionCtx.waitUntil(endWatching(c.env, organizationId, userId))
    return c.body(null, 204)
  })
