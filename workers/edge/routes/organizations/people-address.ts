/** An organization's own address for people, by REST: named, moved, given another secret, tried, taken away. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { NamedPerson, peopleAddressStates } from '@syncforge/protocol/people'
import type { Context } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import { faultOfTarget } from '../../../courier/address.ts'
import {
  deletePeopleAddress,
  findPeopleAddress,
  insertPeopleAddress,
  movePeopleAddress,
  type PeopleAddress,
  rotatePeopleAddress,
} from '../../../db/queries/organizations/people-addresses.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { ownOrganization } from '../../auth/own-organization.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { forgetPeopleAddress } from '../../people/address.ts'
import { askPeople } from '../../people/ask.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { newSecret } from '../../webhooks/secrets.ts'
import { isStorable, notStorable } from '../storable.ts'
import { SecretRotation } from '../webhooks/shapes.ts'
import { OrganizationParams } from './shapes.ts'

const tags = ['Organizations']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'ORGANIZATION_DELETED'] as const
const path = '/api/v1/organizations/{organizationId}/people-address'

const Moment = z.number().int().describe('Milliseconds since 1970.')

const Named = z
  .object({
    url: z.string(),
    previousSecretEndsAt: Moment.nullable().describe(
      'Until then questions are signed with the secret of before as well.',
    ),
    createdAt: Moment,
  })
  .meta({ id: 'PeopleAddress' })
const Made = Named.extend({ secret: z.string().describe('`whsec_…`, shown this once.') }).meta({
  id: 'MadePeopleAddress',
})
const Wanted = z
  .strictObject({
    url: z
      .string()
      .refine(isStorable, notStorable)
      .describe('A public https address, without user name, password and fragment.'),
  })
  .meta({ id: 'NewPeopleAddress', example: { url: 'https://example.com/people' } })
const Tried = z
  .object({
    state: z.enum(peopleAddressStates).describe('What came of it: `ok`, or why nothing.'),
    reason: z.string().nullable(),
    users: z.array(NamedPerson),
    durationMs: z.number().int(),
  })
  .meta({ id: 'TriedPeopleAddress' })

const get = declareRoute({
  method: 'get',
  path,
  right: 'organization:read',
  tags,
  summary: 'Get the address that answers whom your people may mean',
  request: { params: OrganizationParams },
  responses: { 200: { description: 'The address.', content: jsonContent(Named) }, ...problems(...always) },
})

const put = declareRoute({
  method: 'put',
  path,
  right: 'organization:write',
  tags,
  summary: 'Name the address that answers whom your people may mean',
  description:
    'Rooms’ suggestions for mentions ask it as well, signed as [Standard Webhooks](https://www.standardwebhooks.com) say. The first time `secret` is shown, this once; an address that takes its place keeps the secret.',
  request: { params: OrganizationParams, body: { required: true, content: jsonContent(Wanted) } },
  responses: {
    200: { description: 'It is another one now.', content: jsonContent(Named) },
    201: { description: 'It is named, with its secret.', content: jsonContent(Made) },
    ...problems(...always, 'PAYLOAD_TOO_LARGE'),
  },
})

const rotate = declareRoute({
  method: 'post',
  path: `${path}/rotate-secret`,
  right: 'organization:write',
  tags,
  summary: 'Give the address for people another secret',
  description:
    'Until `previousSecretEndsAt` every question is signed with both. While two secrets hold, there is no third one.',
  request: { params: OrganizationParams, body: { required: false, content: jsonContent(SecretRotation) } },
  responses: {
    200: { description: 'The address with its new secret, shown this once.', content: jsonContent(Made) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const test = declareRoute({
  method: 'post',
  path: `${path}/test`,
  right: 'organization:write',
  tags,
  summary: 'Ask the address for people once',
  description: 'For anybody, in no room: `query` is empty, `roomId` and `by` are `null`.',
  request: { params: OrganizationParams },
  responses: { 200: { description: 'What came of it.', content: jsonContent(Tried) }, ...problems(...always) },
})

const remove = declareRoute({
  method: 'delete',
  path,
  right: 'organization:write',
  tags,
  summary: 'Ask no address of your own for people',
  description: 'Its secret is gone with it.',
  request: { params: OrganizationParams },
  responses: { 204: { description: 'It is asked no more.' }, ...problems(...always) },
})

const toNamed = ({ url, previousEndsAt, createdAt }: PeopleAddress): z.infer<typeof Named> => ({
  url,
  previousSecretEndsAt:
    previousEndsAt !== null && previousEndsAt.getTime() > Date.now() ? previousEndsAt.getTime() : null,
  createdAt: createdAt.getTime(),
})

/** @throws RoomError NOT_FOUND */
const requireNamed = (found: PeopleAddress | undefined): PeopleAddress => {
  if (found === undefined) throw new RoomError('NOT_FOUND', 'The organization has named no address for people')
  return found
}

/** @throws RoomError VALIDATION_ERROR */
const requireTarget = (c: Context<EdgeEnv>, url: string): void => {
  const fault = faultOfTarget(url, c.env.SYNCFORGE_ENV === 'development')
  if (fault !== null) throw new RoomError('VALIDATION_ERROR', `url ${fault}`, [{ path: 'url', message: fault }])
}

export const peopleAddress = new OpenAPIHono<EdgeEnv>()
  .openapi(get, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    return c.json(toNamed(requireNamed(await findPeopleAddress(databaseOf(c.env), organizationId))), 200)
  })
  .openapi(put, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const { url } = c.req.valid('json')
    requireTarget(c, url)
    const db = actingDatabase(c)
    const id = createId('pad')
    const { shown, sealed } = await newSecret(c.env, id)
    const made = await insertPeopleAddress(db, { id, organizationId, url, signingSecret: sealed })
    const moved = made === undefined ? requireNamed(await movePeopleAddress(db, organizationId, url)) : undefined
    forgetPeopleAddress(organizationId)
    return made === undefined
      ? c.json(toNamed(requireNamed(moved)), 200)
      : c.json({ ...toNamed(made), secret: shown }, 201)
  })
  .openapi(rotate, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    // A request without a body is not parsed: it has no defaults either.
    const { graceMs } = SecretRotation.parse(c.req.valid('json') ?? {})
    const db = actingDatabase(c)
    const { id, previousEndsAt } = requireNamed(await findPeopleAddress(db, organizationId))
    const { shown, sealed } = await newSecret(c.env, id)
    const rotated = await rotatePeopleAddress(db, organizationId, id, sealed, new Date(Date.now() + graceMs))
    if (rotated === undefined)
      throw new RoomError('LIMIT_EXCEEDED', 'Two secrets hold already: wait until the one of before has ended', {
        previousSecretEndsAt: previousEndsAt?.getTime() ?? null,
      })
    forgetPeopleAddress(organizationId)
    return c.json({ ...toNamed(rotated), secret: shown }, 200)
  })
  .openapi(test, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const address = requireNamed(await findPeopleAddress(databaseOf(c.env), organizationId))
    const startedAt = Date.now()
    const question = { roomId: null, query: '', limit: limits.suggestionsMax, userIds: [], by: null }
    const { state, reason, users } = await askPeople(c.env, address, question)
    return c.json({ state, reason, users: [...users], durationMs: Date.now() - startedAt }, 200)
  })
  .openapi(remove, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const isGone = await deletePeopleAddress(actingDatabase(c), organizationId)
    if (!isGone) requireNamed(undefined)
    forgetPeopleAddress(organizationId)
    return c.body(null, 204)
  })
