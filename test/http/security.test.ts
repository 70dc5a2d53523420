/** One suite over every route of the OpenAPI document: a new route is safe, or this is red. */
import { errors, isErrorCode } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { beforeAll, describe, expect, it } from 'vitest'
import { otherOrganization } from '../kit/database.ts'
import { developmentOrganization, headersOf } from '../kit/members.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { type Call, type CallAnswer, call, codeOf, type ErrorBody } from './call.ts'
import { lineWith } from './observability/lines.ts'

interface Operation {
  readonly method: string
  readonly path: string
  readonly bodyType: string | undefined
  readonly bodySchema: unknown
  /** 0 for a route without a body. */
  readonly bodyMaxBytes: number
}

const roomId = 'secured'

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }
  readonly 'x-body-max-bytes'?: number
}

// Before the tests are collected, because they are made from what the server says about itself.
const server = sharedServer()
const { paths, components } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, unknown> }
}

const operations: readonly Operation[] = Object.entries(paths)
  .filter(([path]) => path.startsWith('/api/'))
  .flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const path = template
        .replace('{roomId}', roomId)
        .replace('{userId}', 'user_1')
        .replace('{versionId}', 'ver_1')
        .replace('{threadId}', `thr_${'0'.repeat(20)}`)
        .replace('{commentId}', `com_${'0'.repeat(20)}`)
        .replace('{attachmentId}', `att_${'0'.repeat(20)}`)
        .replace('{organizationId}', developmentOrganization)
        .replace('{keyId}', 'key_nobody')
        .replace('{issuerId}', 'iss_nobody')
        .replace('{linkId}', 'link_nobody')
        .replace('{shareId}', 'share_nobody')
        .replace('{invitationId}', 'inv_nobody')
        .replace('{webhookId}', 'wh_nobody')
        .replace('{deliveryId}', 'evt_nobody')
        .replace('{itemId}', 'itm_nobody')
        .replace('{messageId}', 'msg_nobody')
        .replace('{key}', 'x')
        .replace('{version}', '1')
        .replace('{feed}', 'x')
        .replace('{name}', 'x')
      const [[bodyType, { schema }] = [undefined, { schema: undefined }]] = Object.entries(
        operation.requestBody?.content ?? {},
      )
      const bodyMaxBytes = operation['x-body-max-bytes'] ?? 0
      return { method: method.toUpperCase(), path, bodyType, bodySchema: schema, bodyMaxBytes }
    }),
  )

const named = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const)
/** Files pass through: their bounds have tests of their own. */
const withBody = named.filter(
  ([, { path, bodyType }]) => bodyType !== undefined && !/\/(import|attachments)$/.test(path),
)
const withJson = withBody.filter(([, { bodyType }]) => bodyType === 'application/json')
const writingWithout = named.filter(([, { method, bodyType }]) => method !== 'GET' && bodyType === undefined)

const owner = await headersOf(server, 'owner')
/** Keys belong to one organization, and none manages it: there the caller is a person. */
const isForPeople = (path: string) => /^\/api\/v1\/(?:organizations|invitations)/.test(path)
const send = (path: string, options: Call = {}) =>
  call(server, path, isForPeople(path) ? { ...options, key: null, headers: { ...owner, ...options.headers } } : options)

/** A body that the route takes, so that only what is tested can be wrong. */
const goodBodies: Readonly<Record<string, unknown>> = {
  'POST /api/v1/tokens': { userId: 'user_1', rooms: { secured: ['read'] } },
  'POST /api/v1/rooms': { id: 'made-by-security' },
  [`PATCH /api/v1/rooms/${roomId}`]: { name: 'changed' },
  [`PATCH /api/v1/rooms/${roomId}/participants/user_1`]: { access: 'read' },
  [`POST /api/v1/rooms/${roomId}/participants/user_1/kick`]: { ban: false },
  [`POST /api/v1/organizations/${developmentOrganization}/billing/checkout`]: { plan: 'pro' },
  [`POST /api/v1/organizations/${developmentOrganization}/billing/preview`]: { plan: 'pro' },
  [`POST /api/v1/organizations/${developmentOrganization}/billing/change`]: { plan: 'pro' },
  'POST /api/v1/webhooks': { url: 'https://example.com/hooks', events: ['room.entered'] },
  'PATCH /api/v1/webhooks/wh_nobody': { isEnabled: true },
  'POST /api/v1/webhooks/wh_nobody/rotate-secret': { graceMs: 0 },
  'POST /api/v1/webhooks/wh_nobody/redeliver': { since: 0 },
  'POST /api/v1/organizations': { name: 'made by security' },
  [`PATCH /api/v1/organizations/${developmentOrganization}`]: { name: 'dev' },
  [`PUT /api/v1/organizations/${developmentOrganization}/people-address`]: { url: 'https://example.com/people' },
  [`POST /api/v1/organizations/${developmentOrganization}/people-address/rotate-secret`]: { graceMs: 0 },
  [`PATCH /api/v1/organizations/${developmentOrganization}/members/user_1`]: { role: 'viewer' },
  [`POST /api/v1/organizations/${developmentOrganization}/invitations`]: { email: 'a@example.com', role: 'viewer' },
  [`POST /api/v1/organizations/${developmentOrganization}/invitations/inv_nobody/resend`]: { role: 'viewer' },
  [`POST /api/v1/rooms/${roomId}/links`]: { access: 'read' },
  [`POST /api/v1/rooms/${roomId}/shares`]: { email: 'somebody@example.com', access: 'read' },
  [`POST /api/v1/organizations/${developmentOrganization}/api-keys`]: { name: 'a key', kind: 'secret' },
  [`POST /api/v1/organizations/${developmentOrganization}/api-keys/key_nobody/rotate`]: { graceMs: 0 },
  [`POST /api/v1/organizations/${developmentOrganization}/token-issuers`]: {
    name: 'ours',
    issuer: 'https://login.example/',
    audience: 'security',
    jwksUrl: 'https://login.example/keys',
  },
  [`PATCH /api/v1/organizations/${developmentOrganization}/token-issuers/iss_nobody`]: {
    jwksUrl: 'https://login.example/keys',
  },
  [`POST /api/v1/rooms/${roomId}/fork`]: { id: 'forked-by-security' },
  [`POST /api/v1/rooms/${roomId}/merge`]: { from: 'made-by-security' },
  [`POST /api/v1/rooms/${roomId}/versions`]: { name: 'v' },
  [`POST /api/v1/rooms/${roomId}/comments`]: { userId: 'user_1', body: 'said' },
  [`PATCH /api/v1/comments/com_${'0'.repeat(20)}`]: { body: 'said' },
  [`POST /api/v1/rooms/${roomId}/threads/thr_${'0'.repeat(20)}/resolve`]: { userId: 'user_1' },
  [`POST /api/v1/rooms/${roomId}/threads/thr_${'0'.repeat(20)}/reopen`]: { userId: 'user_1' },
  'POST /api/v1/users/user_1/notifications': { kind: 'note' },
  [`POST /api/v1/rooms/${roomId}/broadcast`]: { event: 'ping', payload: null },
  [`PUT /api/v1/rooms/${roomId}/schedules/x`]: { at: Date.now() + 3_600_000, payload: null },
  [`POST /api/v1/rooms/${roomId}/feeds/x`]: { payload: null },
  [`POST /api/v1/rooms/${roomId}/chat`]: { userId: 'user_1', body: 'said' },
  [`PATCH /api/v1/rooms/${roomId}/chat/msg_nobody`]: { userId: 'user_1', body: 'said' },
  [`POST /api/v1/rooms/${roomId}/chat/msg_nobody/reactions`]: { userId: 'user_1', emoji: '👍' },
  [`POST /api/v1/rooms/${roomId}/chat/read`]: { userId: 'user_1' },
  [`POST /api/v1/rooms/${roomId}/locks`]: { userId: 'user_1', key: 'x' },
  [`PATCH /api/v1/rooms/${roomId}/locks/x`]: { userId: 'user_1', token: 1 },
  [`PUT /api/v1/rooms/${roomId}/records/x`]: { userId: 'user_1', content: 'said', expectedVersion: 0 },
  [`POST /api/v1/rooms/${roomId}/records/x/versions/1/restore`]: { userId: 'user_1', expectedVersion: 1 },
  [`POST /api/v1/rooms/${roomId}/checklists`]: { list: 'launch', text: 'Write' },
  [`PATCH /api/v1/rooms/${roomId}/checklists/itm_nobody`]: { done: true },
  [`PUT /api/v1/rooms/${roomId}/agents/user_1`]: { ttlMs: 5_000 },
}

const good = ({ method, path, bodyType }: Operation) => {
  if (bodyType === undefined) return { method }
  if (bodyType !== 'application/json') {
    return { method, body: Uint8Array.of(0, 0), headers: { 'content-type': bodyType } }
  }
  return { method, json: goodBodies[`${method} ${path}`] }
}

/** What every answer tells a browser, whoever asked for what. */
const expectSecured = (headers: Headers) => {
  const told = (name: string) => headers.get(name)
  expect(told('x-content-type-options')).toBe('nosniff')
  expect(told('referrer-policy')).toBe('same-origin')
  expect(told('permissions-policy')).toContain('camera=()')
  expect(told('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(told('content-security-policy')).toMatch(/default-src '(none|self)'/)
  expect(told('content-security-policy')).not.toMatch(/script-src|unsafe-eval/)
  // Served without TLS, whatever a proxy's header says of it.
  expect(headers.has('strict-transport-security')).toBe(false)
}

const expectEnvelope = (answer: CallAnswer, code: string) => {
  const { error, request_id } = answer.body as ErrorBody
  expect({ code: error.code, status: answer.status }).toEqual({
    code,
    status: isErrorCode(code) ? errors[code].status : 'an unknown code',
  })
  expect(Object.keys(answer.body as object).sort()).toEqual(['error', 'request_id'])
  expect(Object.keys(error).sort()).toEqual(['code', 'details', 'message'])
  expect(error.message.length).toBeGreaterThan(0)
  expect(request_id).toBe(answer.headers.get('x-request-id'))
  expectSecured(answer.headers)
  expect(JSON.stringify(answer.body)).not.toMatch(/syncforge\.js|node_modules|\bat [A-Za-z]+ \(/)
}

const detailsOf = ({ body }: CallAnswer) => (body as ErrorBody).error.details as { path: string; message: string }[]

/** Where a schema has an object that says nothing of fields it does not name. */
const openObjects = (schema: unknown, at = 'body'): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { $ref, properties, additionalProperties } = schema as Record<string, unknown>
  if (typeof $ref === 'string') return openObjects(components.schemas[$ref.split('/').at(-1) ?? ''], at)
  const own = properties !== undefined && additionalProperties === undefined ? [at] : []
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => openObjects(inner, `${at}.${key}`))]
}

beforeAll(async () => {
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: roomId, name: 'mine' } })
})

it('covers the routes there are', () => {
  expect(named.length).toBeGreaterThanOrEqual(11)
  expect(Object.keys(goodBodies).every((name) => named.some(([known]) => known === name))).toBe(true)
})

describe.each(named)('%s', (_, operation) => {
  const request = good(operation)

  it('refuses a caller without a key', async () => {
    const answer = await call(server, operation.path, { ...request, key: null })
    expectEnvelope(answer, 'UNAUTHORIZED')
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(['sk_dev_wrong', '', 'Bearer', developmentKeys.secret.toUpperCase()])('refuses the key %j', async (key) => {
    expectEnvelope(await call(server, operation.path, { ...request, key }), 'UNAUTHORIZED')
  })

  it('refuses another scheme', async () => {
    const authorization = `Basic ${btoa(`${developmentKeys.secret}:`)}`
    const headers = { ...('headers' in request ? request.headers : {}), authorization }
    expectEnvelope(await call(server, operation.path, { ...request, key: null, headers }), 'UNAUTHORIZED')
  })

  it('refuses a publishable key', async () => {
    expectEnvelope(await call(server, operation.path, { ...request, key: developmentKeys.publishable }), 'FORBIDDEN')
  })

  it('shows and changes nothing of another organization', async () => {
    const answer = await call(server, operation.path, { ...request, key: otherOrganization.secret })
    // It would have become a room of their own.
    if (operation.path.endsWith('/import')) expectEnvelope(answer, 'EXPORT_INVALID')
    else if (operation.path.includes(roomId)) expectEnvelope(answer, 'ROOM_NOT_FOUND')
    else expect(JSON.stringify(answer.body)).not.toContain('mine')
    const mine = await call(server, `/api/v1/rooms/${roomId}`)
    expect(mine.body).toMatchObject({ id: roomId, name: 'mine' })
  })

  it('takes a request id that is safe and no other', async () => {
    const safe = await call(server, operation.path, {
      ...request,
      key: null,
      headers: { 'x-request-id': 'trace-0123.abc' },
    })
    expect(safe.headers.get('x-request-id')).toBe('trace-0123.abc')
    expect((safe.body as ErrorBody).request_id).toBe('trace-0123.abc')
    for (const unsafe of ['short', 'has space in it', '"quoted"-value', 'x'.repeat(65)]) {
      const answer = await call(server, operation.path, { ...request, key: null, headers: { 'x-request-id': unsafe } })
      expect(answer.headers.get('x-request-id')).toMatch(/^req_[a-z0-9]{20}$/)
    }
  })

  it('refuses what it does not know in its query, by its name', async () => {
    const answer = await send(`${operation.path}?unknownParameter=1`, request)
    expectEnvelope(answer, 'VALIDATION_ERROR')
    expect(detailsOf(answer)).toContainEqual({ path: 'unknownParameter', message: 'is not known' })
  })

  it('may be called from any page, without credentials', async () => {
    const headers = {
      origin: 'https://app.example.com',
      'access-control-request-method': operation.method,
      'access-control-request-headers': 'authorization, content-type',
    }
    const answer = await call(server, operation.path, { method: 'OPTIONS', key: null, headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-methods')).toContain(operation.method)
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization')
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  })
})

describe.each(withBody)('the body of %s', (_, { method, path, bodyType, bodyMaxBytes }) => {
  it('is bounded, whether its length is told or not', async () => {
    const tooLarge = new Uint8Array(bodyMaxBytes + 1).fill(32)
    const headers = { 'content-type': bodyType ?? '' }
    expectEnvelope(await send(path, { method, body: tooLarge, headers }), 'PAYLOAD_TOO_LARGE')
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < tooLarge.length; at += 65_536) controller.enqueue(tooLarge.subarray(at, at + 65_536))
        controller.close()
      },
    })
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...headers,
        ...(isForPeople(path) ? owner : { authorization: `Bearer ${developmentKeys.secret}` }),
      },
      body: stream,
      // What fetch asks for when the length is not known.
      duplex: 'half',
    } as RequestInit)
    expectEnvelope(
      { status: response.status, headers: response.headers, body: await response.json() },
      'PAYLOAD_TOO_LARGE',
    )
  })
})

describe.each(withJson)('the JSON of %s', (name, { method, path, bodySchema }) => {
  it('refuses what is no JSON, names __proto__ or has another type', async () => {
    const headers = { 'content-type': 'application/json' }
    for (const body of ['{"id": ', 'null', '[]', '"text"', '{"__proto__": {"polluted": 1}}', '{"a":{"__proto__":1}}']) {
      const answer = await send(path, { method, body, headers })
      expect([body, codeOf(answer)]).toEqual([body, 'VALIDATION_ERROR'])
      expectEnvelope(answer, 'VALIDATION_ERROR')
    }
    const form = await send(path, { method, body: 'a=b', headers: { 'content-type': 'text/plain' } })
    expectEnvelope(form, 'VALIDATION_ERROR')
  })

  it('refuses a field that it does not know, by its name', async () => {
    const answer = await send(path, { method, json: { ...Object(goodBodies[name]), unknownField: 1 } })
    expectEnvelope(answer, 'VALIDATION_ERROR')
    expect(detailsOf(answer)).toEqual([{ path: 'unknownField', message: 'is not known' }])
    expect((answer.body as ErrorBody).error.message).toContain('unknownField')
  })

  it('says of every object in it whether it may hold more', () => {
    expect(openObjects(bodySchema)).toEqual([])
  })

  it('refuses, by the name of the field, what is nested too deeply or no Unicode', async () => {
    const headers = { 'content-type': 'application/json' }
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    for (const inner of [nested(128), nested(3_000), nested(50_000), '"\\ud83d"', '["\\ude00x"]', '{"\\ud83d":1}']) {
      const answer = await send(path, { method, body: `{"metadata":{"field":${inner}}}`, headers })
      expectEnvelope(answer, 'VALIDATION_ERROR')
      const [detail] = (answer.body as ErrorBody).error.details as { path: string }[]
      expect(detail?.path).toMatch(/^metadata\.field/)
    }
  })
})

describe.each(writingWithout)('%s, which takes no body,', (_, { method, path }) => {
  it('takes an empty one and refuses any field, by its name', async () => {
    const refused = await send(path, { method, json: { unknownField: 1 } })
    expectEnvelope(refused, 'VALIDATION_ERROR')
    expect(detailsOf(refused)).toEqual([{ path: 'unknownField', message: 'is not known here' }])
    for (const body of ['[1]', 'text', 'x'.repeat(limits.messageMaxBytes + 1)]) {
      expect(['VALIDATION_ERROR', 'PAYLOAD_TOO_LARGE']).toContain(codeOf(await send(path, { method, body })))
    }
    const absent = path.replace(roomId, 'not-there').replace(developmentOrganization, 'org_not_there')
    const isOfOrganization = path.includes(developmentOrganization)
    const end = isOfOrganization
      ? 'FORBIDDEN'
      : isForPeople(path) || path.includes('/webhooks/') || path.includes('/v1/comments/')
        ? 'NOT_FOUND'
        : 'ROOM_NOT_FOUND'
    // Everybody has an inbox, if an empty one; the address of one notification needs an id.
    const ofInbox = path.endsWith('/read-all') ? undefined : 'VALIDATION_ERROR'
    const expected = path.includes('/notifications') ? ofInbox : end
    for (const json of [{}, undefined]) expect(codeOf(await send(absent, { method, json }))).toBe(expected)
  })
})

it.each([
  '/',
  '/examples',
  '/examples/',
  '/examples/editor/',
  '/examples/editor/app.js',
  '/dashboard',
  '/dashboard/keys',
  '/site.css',
  '/not-there',
  '/docs',
  '/openapi.json',
  '/health',
  '/v1/rooms/a/socket',
  '/yjs/a',
  '/api/auth/get-session',
])('%s has the headers that keep a browser safe', async (path) => {
  const headers = { accept: 'text/html', 'x-forwarded-proto': 'https' }
  expectSecured((await fetch(`${server.url}${path}`, { headers, redirect: 'manual' })).headers)
  const room = await fetch(`${server.url}/api/v1/rooms/${roomId}`, {
    headers: { authorization: `Bearer ${developmentKeys.secret}` },
  })
  expectSecured(room.headers)
})

describe('what is no route', () => {
  it.each([
    ['GET', '/api/v1/nothing'],
    ['PUT', '/api/v1/rooms'],
    ['POST', '/health'],
    ['GET', '/nothing.html'],
    ['GET', '/..%2f..%2fpackage.json'],
    ['GET', '/%E0%A4%A'],
    ['PROPFIND', '/health'],
    ['DELETE', '/'],
  ])('%s %s is NOT_FOUND', async (method, path) => {
    expectEnvelope(await call(server, path, { method }), 'NOT_FOUND')
  })
})

it('logs no key, no token and no query string', async () => {
  const { body } = await call(server, '/api/v1/tokens', {
    method: 'POST',
    json: { userId: 'user_1', rooms: { [roomId]: ['write'] } },
  })
  const { token } = body as { token: string }
  await call(server, `/yjs/${roomId}?token=${token}`, { key: null })
  await call(server, `/yjs/${roomId}?token=sk_dev_syncforge`, { key: null })
  await call(server, `/api/v1/rooms?cursor=secret-in-query`)
  await lineWith(server, { event: 'socket_refused', path: '/yjs/secured', code: 'FORBIDDEN' })
  const printed = server.output()
  expect(printed).not.toContain(token)
  expect(printed).not.toContain('secret-in-query')
  // Printed once, for the person who started it.
  expect(printed.split(developmentKeys.secret)).toHaveLength(2)
})
