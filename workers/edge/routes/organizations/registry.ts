/** Organizations by REST: make one, list one's own, read, change, delete, bring back. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { reservedSlugs, slugPattern } from '@syncforge/protocol/organizations'
import { databaseOf } from '../../../bindings/database.ts'
import { graceOf, organizationObject } from '../../../bindings/organization.ts'
import {
  countOwned,
  deleteOrganization,
  findOrganization,
  insertOrganization,
  listOrganizationsOf,
  type OrganizationRecord,
  restoreOrganization,
  updateOrganization,
} from '../../../db/queries/organizations/organizations.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { organizationDeleted, requirePerson } from '../../auth/caller.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { forgetOrganization } from '../../records.ts'
import { reach } from '../../rooms.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { listPage } from '../list-page.ts'
import { obeying } from './refusals.ts'
import {
  NewOrganization,
  Organization,
  OrganizationChange,
  OrganizationList,
  OrganizationParams,
  OwnOrganization,
  PageQuery,
  toOrganization,
} from './shapes.ts'

const tags = ['Organizations']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'UNAVAILABLE'] as const
const ofOne = [...always, 'NOT_FOUND', 'ORGANIZATION_DELETED'] as const

/** How many organizations one person may own. */
const ownedMax = 100

const list = declareRoute({
  method: 'get',
  path: '/api/v1/organizations',
  right: 'authenticated',
  tags,
  summary: 'List your organizations',
  description:
    'With a session, those that its person belongs to, in the order of joining; with a key, the one of the key.',
  request: { query: PageQuery },
  responses: {
    200: { description: 'A page of them.', content: jsonContent(OrganizationList) },
    ...problems(...always),
  },
})

const create = declareRoute({
  method: 'post',
  path: '/api/v1/organizations',
  right: 'signed-in',
  tags,
  summary: 'Create an organization',
  description: 'You become its owner. Needs a session: keys belong to an organization that exists.',
  request: { body: { required: true, content: jsonContent(NewOrganization) } },
  responses: {
    201: { description: 'The organization.', content: jsonContent(OwnOrganization) },
    ...problems(...always, 'SLUG_TAKEN', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const get = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}',
  right: 'organization:read',
  whileDeleted: true,
  tags,
  summary: 'Get an organization',
  request: { params: OrganizationParams },
  responses: {
    200: { description: 'The organization.', content: jsonContent(OwnOrganization) },
    ...problems(...ofOne),
  },
})

const patch = declareRoute({
  method: 'patch',
  path: '/api/v1/organizations/{organizationId}',
  right: 'organization:write',
  tags,
  summary: 'Change an organization',
  description: 'Only what is sent changes. Lists and `roomDefaults` are replaced as a whole.',
  request: { params: OrganizationParams, body: { required: true, content: jsonContent(OrganizationChange) } },
  responses: {
    200: { description: 'The organization as it is now.', content: jsonContent(Organization) },
    ...problems(...ofOne, 'SLUG_TAKEN', 'PAYLOAD_TOO_LARGE'),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: '/api/v1/organizations/{organizationId}',
  right: 'organization:delete',
  tags,
  summary: 'Delete an organization',
  description:
    'Its keys and rooms refuse everybody with `ORGANIZATION_DELETED` within seconds. For seven days its owners can bring it back; then everything of it is erased.',
  request: { params: OrganizationParams },
  responses: { 204: { description: 'It is closed.' }, ...problems(...ofOne) },
})

const restore = declareRoute({
  method: 'post',
  path: '/api/v1/organizations/{organizationId}/restore',
  right: 'organization:delete',
  whileDeleted: true,
  tags,
  summary: 'Bring back a deleted organization',
  request: { params: OrganizationParams },
  responses: {
    200: { description: 'As it was.', content: jsonContent(Organization) },
    ...problems(...always, 'NOT_FOUND'),
  },
})

const requireSlug = (slug: string): string => {
  if (reservedSlugs.has(slug)) throw new RoomError('SLUG_TAKEN', 'This slug is kept for the platform itself')
  return slug
}

/** A slug like the name; a random part where that is too short or taken. */
const slugFrom = (name: string, isTaken: boolean): string => {
  const like = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  if (!isTaken && slugPattern.test(like) && !reservedSlugs.has(like)) return like
  return [like, createId('org').slice(-6)].filter(Boolean).join('-')
}

/** Its name is not said: who may not see it learns nothing. */
const notFound = () => new RoomError('NOT_FOUND', 'There is no such organization')

/** @throws RoomError */
const requireFound = (found: OrganizationRecord | undefined): OrganizationRecord => {
  if (!found) throw notFound()
  return found
}

export const organizations = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const identity = c.get('identity')
    const db = databaseOf(c.env)
    if (identity.kind === 'key') {
      const own = requireFound(await findOrganization(db, identity.organizationId))
      return c.json({ organizations: [{ ...toOrganization(own), role: null }], nextCursor: null }, 200)
    }
    const { page, nextCursor } = await listPage(
      c.req.valid('query'),
      (limit, after) => listOrganizationsOf(db, identity.person.id, limit, after),
      ({ joinedAt, memberId }) => ({ createdAt: joinedAt, id: memberId }),
    )
    return c.json({ organizations: page.map((own) => ({ ...toOrganization(own), role: own.role })), nextCursor }, 200)
  })
  .openapi(create, async (c) => {
    const { name, slug } = c.req.valid('json')
    const { id: userId } = requirePerson(c.get('identity'))
    const db = actingDatabase(c)
    if ((await countOwned(db, userId)) >= ownedMax) {
      throw new RoomError('LIMIT_EXCEEDED', `One person owns at most ${ownedMax} organizations`, { max: ownedMax })
    }
    const insert = (wanted: string) =>
      obeying(
        insertOrganization(db, { id: createId('org'), name, slug: wanted }, { memberId: createId('mem'), userId }),
      )
    const made =
      slug === undefined
        ? await insert(slugFrom(name, false)).catch((error: unknown) => {
            if (error instanceof RoomError && error.code === 'SLUG_TAKEN') return insert(slugFrom(name, true))
            throw error
          })
        : await insert(requireSlug(slug))
    return c.json({ ...toOrganization(made), role: 'owner' as const }, 201)
  })
  .openapi(get, async (c) => {
    const caller = c.get('caller')
    const found = requireFound(await findOrganization(databaseOf(c.env), caller.organizationId))
    return c.json({ ...toOrganization(found), role: caller.kind === 'key' ? null : caller.role }, 200)
  })
  .openapi(patch, async (c) => {
    const { organizationId } = c.get('caller')
    const { slug, ...change } = c.req.valid('json')
    const wanted = slug === undefined ? change : { ...change, slug: requireSlug(slug) }
    const changed = await obeying(updateOrganization(actingDatabase(c), organizationId, wanted))
    forgetOrganization(organizationId)
    return c.json(toOrganization(requireFound(changed)), 200)
  })
  .openapi(remove, async (c) => {
    const { organizationId } = c.get('caller')
    const db = actingDatabase(c)
    // First who erases it, and when: one that is not deleted after all is left alone.
    await reach(c.get('requestId'), () =>
      organizationObject(c.env, organizationId).eraseAt(organizationId, Date.now() + graceOf(c.env)),
    )
    const isDeleted = await deleteOrganization(db, organizationId)
    forgetOrganization(organizationId)
    if (!isDeleted) {
      const { deletedAt } = requireFound(await findOrganization(db, organizationId))
      throw deletedAt ? organizationDeleted(deletedAt) : notFound()
    }
    await reach(c.get('requestId'), () => organizationObject(c.env, organizationId).deleted())
    return c.body(null, 204)
  })
  .openapi(restore, async (c) => {
    const { organizationId } = c.get('caller')
    const db = actingDatabase(c)
    const restored = await restoreOrganization(db, organizationId)
    forgetOrganization(organizationId)
    await reach(c.get('requestId'), () => organizationObject(c.env, organizationId).restored())
    // One that was never deleted is as it is to be.
    return c.json(toOrganization(requireFound(restored ?? (await findOrganization(db, organizationId)))), 200)
  })
