/** Whose JWTs an organization takes as room tokens, by REST: named, listed, given other keys, removed. People do this. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import type { JWK } from 'jose'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import {
  countIssuers,
  deleteIssuer,
  insertIssuer,
  listIssuers,
  type TokenIssuer,
  updateIssuer,
} from '../../../db/queries/token-issuers.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { faultOfAddress } from '../../auth/issuers/outside-address.ts'
import { readPublicKey } from '../../auth/issuers/public-keys.ts'
import { ownOrganization } from '../../auth/own-organization.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'

const issuersMax = 20
const keysMax = 10
const ttlDefaultSeconds = 86_400
const ttlMaxSeconds = 30 * 86_400

const tags = ['Token issuers']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'] as const

const Text = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, 'no control character')
const JwksUrl = z
  .url()
  .max(2_048)
  .describe('An https address outside that answers a JSON Web Key Set, without redirects, within two seconds.')
const Keys = z
  .array(z.union([z.string().max(8_192), z.record(z.string().max(32), z.json())]))
  .min(1)
  .max(keysMax)
  .describe('Public keys as PEM or JWK.')
const MaxTtlSeconds = z
  .number()
  .int()
  .min(60)
  .max(ttlMaxSeconds)
  .describe('A token that ends further away than this is refused.')

const isOneSource = ({ jwksUrl, keys }: { jwksUrl?: unknown; keys?: unknown }) =>
  (jwksUrl === undefined) !== (keys === undefined)
const oneSource = { path: ['jwksUrl'], message: 'either jwksUrl or keys' }

const NewIssuer = z
  .strictObject({
    name: Text,
    issuer: Text.describe('What `iss` of its tokens is, letter by letter.'),
    audience: Text.describe('What `aud` of its tokens is, or names among others.'),
    jwksUrl: JwksUrl.optional(),
    keys: Keys.optional(),
    maxTtlSeconds: MaxTtlSeconds.default(ttlDefaultSeconds),
  })
  .refine(isOneSource, oneSource)
  .meta({
    id: 'NewTokenIssuer',
    example: {
      name: 'Our sign-in',
      issuer: 'https://login.example.com/',
      audience: 'https://app.example.com',
      jwksUrl: 'https://login.example.com/.well-known/jwks.json',
    },
  })

const IssuerChange = z
  .strictObject({ jwksUrl: JwksUrl.optional(), keys: Keys.optional() })
  .refine(isOneSource, oneSource)
  .meta({ id: 'TokenIssuerChange', example: { jwksUrl: 'https://login.example.com/keys' } })

const Issuer = z
  .object({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    audience: z.string(),
    jwksUrl: z.string().nullable(),
    keys: z.array(z.record(z.string(), z.json())).nullable().describe('As JWK.'),
    maxTtlSeconds: z.number().int(),
    createdAt: z.number().int().describe('Milliseconds since 1970.'),
  })
  .meta({ id: 'TokenIssuer' })

const Params = z.object({ organizationId: z.string().min(1).max(64) })
const IssuerParams = Params.extend({ issuerId: z.string().min(1).max(64) })
const path = '/api/v1/organizations/{organizationId}/token-issuers'

const create = declareRoute({
  method: 'post',
  path,
  right: 'organization:write',
  tags,
  summary: 'Take the JWTs of an issuer as room tokens',
  description:
    'RS256, ES256 and EdDSA. `sub` is the user id; `name`, `picture`, `info` say what others see; `rooms` is what it is in our own tokens, and without it each room gives what it gives to everybody, or has granted; `email` proves an address unless `email_verified` is false. Clocks may differ by a minute. An issuer and audience belong to one organization.',
  request: { params: Params, body: { required: true, content: jsonContent(NewIssuer) } },
  responses: {
    201: { description: 'The issuer.', content: jsonContent(Issuer) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path,
  right: 'organization:read',
  tags,
  summary: 'List the issuers whose JWTs are taken',
  request: { params: Params },
  responses: {
    200: { description: 'The oldest first.', content: jsonContent(z.object({ tokenIssuers: z.array(Issuer) })) },
    ...problems(...always),
  },
})

const change = declareRoute({
  method: 'patch',
  path: `${path}/{issuerId}`,
  right: 'organization:write',
  tags,
  summary: 'Give an issuer other keys',
  description: 'Tokens signed with the keys of before are refused within five seconds.',
  request: { params: IssuerParams, body: { required: true, content: jsonContent(IssuerChange) } },
  responses: {
    200: { description: 'The issuer.', content: jsonContent(Issuer) },
    ...problems(...always, 'PAYLOAD_TOO_LARGE'),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: `${path}/{issuerId}`,
  right: 'organization:write',
  tags,
  summary: 'Take no more JWTs of an issuer',
  description: 'Its tokens are refused within five seconds; who is in a room stays until their token ends.',
  request: { params: IssuerParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...always) },
})

const invalid = (at: string, message: string) =>
  new RoomError('VALIDATION_ERROR', `${at} ${message}`, [{ path: at, message }])

interface Source {
  readonly jwksUrl?: string | undefined
  readonly keys?: readonly (string | Record<string, unknown>)[] | undefined
}

/** Where the keys come from, as it is stored. @throws RoomError VALIDATION_ERROR */
const sourceOf = async ({ jwksUrl, keys }: Source, isDevelopment: boolean) => {
  if (jwksUrl !== undefined) {
    const fault = faultOfAddress(jwksUrl, isDevelopment)
    if (fault !== null) throw invalid('jwksUrl', fault)
    return { jwksUrl, keys: null }
  }
  const read: JWK[] = []
  for (const [index, key] of (keys ?? []).entries()) {
    const known = await readPublicKey(key)
    if (typeof known === 'string') throw invalid(`keys.${index}`, known)
    read.push(known)
  }
  return { jwksUrl: null, keys: read as Record<string, unknown>[] }
}

const toIssuer = ({ organizationId: _, keys, createdAt, ...rest }: TokenIssuer): z.infer<typeof Issuer> => ({
  ...rest,
  keys: keys as z.infer<typeof Issuer>['keys'],
  createdAt: createdAt.getTime(),
})

const noIssuer = () => new RoomError('NOT_FOUND', 'There is no such issuer')

export const tokenIssuers = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const { name, issuer, audience, maxTtlSeconds, ...given } = c.req.valid('json')
    // An id of ours in `aud` speaks of that organization alone: nobody else takes it first.
    if (/^org_/.test(audience) && audience !== organizationId)
      throw invalid('audience', 'is the id of another organization')
    const source = await sourceOf(given, c.env.SYNCFORGE_ENV === 'development')
    const db = actingDatabase(c)
    if ((await countIssuers(db, organizationId)) >= issuersMax)
      throw new RoomError('LIMIT_EXCEEDED', `An organization names at most ${issuersMax} issuers`, { max: issuersMax })
    const wanted = { id: createId('iss'), organizationId, name, issuer, audience, maxTtlSeconds, ...source }
    const [made] = await insertIssuer(db, wanted)
    if (!made) throw invalid('audience', 'and issuer are named by an organization already')
    return c.json(toIssuer(made), 201)
  })
  .openapi(list, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const found = await listIssuers(databaseOf(c.env), organizationId)
    return c.json({ tokenIssuers: found.map(toIssuer) }, 200)
  })
  .openapi(change, async (c) => {
    const { organizationId: named, issuerId } = c.req.valid('param')
    const organizationId = ownOrganization(c, named)
    const source = await sourceOf(c.req.valid('json'), c.env.SYNCFORGE_ENV === 'development')
    const [changed] = await updateIssuer(actingDatabase(c), organizationId, issuerId, source)
    if (!changed) throw noIssuer()
    return c.json(toIssuer(changed), 200)
  })
  .openapi(remove, async (c) => {
    const { organizationId: named, issuerId } = c.req.valid('param')
    const [gone] = await deleteIssuer(actingDatabase(c), ownOrganization(c, named), issuerId)
    if (!gone) throw noIssuer()
    return c.body(null, 204)
  })
