/** API keys by REST: make, list, rotate, revoke, and how much they are used. People do this; no key manages keys. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { createKey, deriveSigningSecret, type KeyKind, type KeyMode, shownLength } from '@syncforge/protocol/keys'
import { scopes as everyScope } from '@syncforge/protocol/rights'
import { databaseOf } from '../../../bindings/database.ts'
import type { Env } from '../../../bindings/env.ts'
import {
  countKeys,
  findHeldKey,
  findKeyById,
  hashKey,
  insertKey,
  listKeys,
  revokeKey,
  rotateKey,
} from '../../../db/queries/api-keys.ts'
import { readKeyUse } from '../../../db/queries/key-usage.ts'
import { seal } from '../../../db/queries/sealing.ts'
import { actingDatabase } from '../../auth/acting.ts'
import { credentialsOf } from '../../auth/held-key.ts'
import { ownOrganization } from '../../auth/own-organization.ts'
import { endCredentials, retireCredentials } from '../../auth/revoke.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { forgetKey } from '../../records.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import {
  KeyList,
  KeyParams,
  KeyUsage,
  keysMax,
  MadeKey,
  NewKey,
  OrganizationParams,
  RotatedKey,
  Rotation,
  toApiKey,
  UsageQuery,
} from './shapes.ts'

const tags = ['API keys']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'] as const

const create = declareRoute({
  method: 'post',
  path: '/api/v1/organizations/{organizationId}/api-keys',
  right: 'keys:write',
  tags,
  summary: 'Make a key',
  description: `\`key\` is shown this once: what is stored cannot be turned back into it. An organization has at most ${keysMax} keys.`,
  request: { params: OrganizationParams, body: { required: true, content: jsonContent(NewKey) } },
  responses: {
    201: { description: 'The key.', content: jsonContent(MadeKey) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/api-keys',
  right: 'keys:read',
  tags,
  summary: 'List keys, newest first',
  description: 'Those that were not revoked.',
  request: { params: OrganizationParams },
  responses: { 200: { description: 'The keys.', content: jsonContent(KeyList) }, ...problems(...always) },
})

const rotate = declareRoute({
  method: 'post',
  path: '/api/v1/organizations/{organizationId}/api-keys/{keyId}/rotate',
  right: 'keys:write',
  tags,
  summary: 'Replace a key',
  description:
    'The key keeps its id, name and scopes and gets another secret. The one of before is taken until `previousExpiresAt` and not a second longer, the tokens that it signed as well; one that was replaced even earlier ends now.',
  request: { params: KeyParams, body: { required: false, content: jsonContent(Rotation) } },
  responses: {
    200: { description: 'The new key, shown this once.', content: jsonContent(RotatedKey) },
    ...problems(...always, 'PAYLOAD_TOO_LARGE'),
  },
})

const revoke = declareRoute({
  method: 'delete',
  path: '/api/v1/organizations/{organizationId}/api-keys/{keyId}',
  right: 'keys:write',
  tags,
  summary: 'Revoke a key',
  description:
    'It is dead at once here and everywhere within five seconds, with the tokens that it signed. Sockets that came by it are closed with `KEY_REVOKED`.',
  request: { params: KeyParams },
  responses: { 204: { description: 'It is dead.' }, ...problems(...always) },
})

const usage = declareRoute({
  method: 'get',
  path: '/api/v1/organizations/{organizationId}/api-keys/{keyId}/usage',
  right: 'keys:read',
  tags,
  summary: 'How much a key is used, by day',
  description:
    'The last thirty days, unless told otherwise; of a key that was revoked as well. Counted in batches: use is seen after about five seconds, and a machine that breaks down takes the last seconds of it along.',
  request: { params: KeyParams, query: UsageQuery },
  responses: { 200: { description: 'The days.', content: jsonContent(KeyUsage) }, ...problems(...always) },
})

const noKey = () => new RoomError('NOT_FOUND', 'There is no such key')

/** A new secret of a key, and what is stored of it. */
const newSecret = async ({ KEYS_SECRET }: Env, id: string, kind: KeyKind, mode: KeyMode) => {
  const key = createKey(id, kind, mode)
  const signingSecret = kind === 'secret' ? await seal(KEYS_SECRET, id, await deriveSigningSecret(key)) : null
  return { key, stored: { prefix: key.slice(0, shownLength), hash: await hashKey(key), signingSecret } }
}

export const apiKeys = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const { name, kind, mode, scopes, expiresAt = null } = c.req.valid('json')
    const db = actingDatabase(c)
    if ((await countKeys(db, organizationId)) >= keysMax)
      throw new RoomError('LIMIT_EXCEEDED', `An organization has at most ${keysMax} keys`, { max: keysMax })
    const id = createId('key')
    const { key, stored } = await newSecret(c.env, id, kind, mode)
    const made = await insertKey(db, organizationId, {
      id,
      name,
      kind,
      scopes: kind === 'secret' ? (scopes ?? everyScope) : [],
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      createdBy: c.get('caller').id,
      ...stored,
    })
    return c.json({ ...toApiKey(made), key }, 201)
  })
  .openapi(list, async (c) => {
    const organizationId = ownOrganization(c, c.req.valid('param').organizationId)
    const found = await listKeys(databaseOf(c.env), organizationId)
    return c.json({ apiKeys: found.map(toApiKey) }, 200)
  })
  .openapi(rotate, async (c) => {
    const { organizationId: named, keyId } = c.req.valid('param')
    const organizationId = ownOrganization(c, named)
    // A request without a body is not parsed: it has no defaults either.
    const { graceMs } = Rotation.parse(c.req.valid('json') ?? {})
    const db = actingDatabase(c)
    const [before, shown] = await Promise.all([findKeyById(db, keyId), findHeldKey(db, organizationId, keyId)])
    if (before === undefined || shown === undefined) throw noKey()
    const mode = shown.prefix.includes('_test_') ? 'test' : 'live'
    const { key, stored } = await newSecret(c.env, keyId, shown.kind, mode)
    const previousExpiresAt = Date.now() + graceMs
    const rotated = await rotateKey(
      db,
      organizationId,
      keyId,
      stored,
      graceMs === 0 ? null : new Date(previousExpiresAt),
    )
    if (rotated === undefined) throw noKey()
    forgetKey(before)
    const holds = credentialsOf(rotated)
    const ended = credentialsOf(before).filter((credential) => !holds.includes(credential))
    await endCredentials(c.env, organizationId, ended)
    if (graceMs > 0) await retireCredentials(c.env, organizationId, credentialsOf(rotated).slice(1), previousExpiresAt)
    return c.json({ ...toApiKey({ ...shown, prefix: stored.prefix }), previousExpiresAt, key }, 200)
  })
  .openapi(revoke, async (c) => {
    const { organizationId: named, keyId } = c.req.valid('param')
    const organizationId = ownOrganization(c, named)
    const db = actingDatabase(c)
    const key = await findKeyById(db, keyId)
    if (!(await revokeKey(db, organizationId, keyId)) || key === undefined) throw noKey()
    forgetKey(key)
    await endCredentials(c.env, organizationId, credentialsOf(key))
    return c.body(null, 204)
  })
  .openapi(usage, async (c) => {
    const { organizationId: named, keyId } = c.req.valid('param')
    const { from, to } = c.req.valid('query')
    const days = await readKeyUse(databaseOf(c.env), ownOrganization(c, named), keyId, from, to)
    if (days === undefined) throw noKey()
    return c.json({ days }, 200)
  })
