/** Customers' own JWTs as room tokens: what is taken, what is refused, and an address of keys that hangs, redirects, rotates or answers garbage. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { subprotocol } from '@syncforge/protocol/version'
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { otherOrganization } from '../kit/database.ts'
import { developmentOrganization, headersOf, type PersonName } from '../kit/members.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { call, codeOf, type ErrorBody } from './call.ts'

const server = sharedServer()
const issuersPath = `/api/v1/organizations/${developmentOrganization}/token-issuers`
const minutes = 60

/** What the address of keys does; each path is one. */
const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()
const asked = new Map<string, number>()
const outside = createServer((request, response) => {
  const path = request.url ?? ''
  asked.set(path, (asked.get(path) ?? 0) + 1)
  const answer = answers.get(path)
  if (answer) answer(request, response)
  else response.writeHead(404).end()
})
await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
afterAll(() => {
  outside.closeAllConnections()
  outside.close()
})

const json =
  (value: unknown, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const keysOf = async (algorithm: 'RS256' | 'ES256' | 'EdDSA', kid?: string) => {
  const pair = await generateKeyPair(algorithm, { extractable: true })
  const jwk = { ...(await exportJWK(pair.publicKey)), ...(kid === undefined ? {} : { kid }) }
  return { ...pair, jwk, algorithm, kid }
}
type Keys = Awaited<ReturnType<typeof keysOf>>

const as = async (name: PersonName, path: string, method: string, body?: unknown) =>
  call(server, path, {
    method,
    key: null,
    headers: await headersOf(server, name),
    ...(body === undefined ? {} : { json: body }),
  })

let named = 0
/** An issuer that nobody else has; `more` says where its keys are. */
const nameIssuer = async (more: object) => {
  named += 1
  const claims = { iss: `https://issuer-${named}.example/`, aud: `app-${named}` }
  const made = await as('admin', issuersPath, 'POST', {
    name: 'ours',
    issuer: claims.iss,
    audience: claims.aud,
    ...more,
  })
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ issuer: claims.iss, audience: claims.aud })])
  return { ...claims, id: (made.body as { id: string }).id }
}
type Issuer = Awaited<ReturnType<typeof nameIssuer>>

// An organization has few of them at a time.
afterEach(async () => {
  const { body } = await as('owner', issuersPath, 'GET')
  for (const { id } of (body as { tokenIssuers: { id: string }[] }).tokenIssuers)
    await as('owner', `${issuersPath}/${id}`, 'DELETE')
})

const seconds = () => Math.floor(Date.now() / 1_000)
const signWith = (
  { privateKey, algorithm, kid }: Keys,
  { iss, aud }: Pick<Issuer, 'iss' | 'aud'>,
  change: object = {},
) =>
  new SignJWT({
    iss,
    aud,
    sub: 'ada',
    rooms: { '*': ['write'] },
    iat: seconds(),
    exp: seconds() + 5 * minutes,
    ...change,
  })
    .setProtectedHeader({ alg: algorithm, ...(kid === undefined ? {} : { kid }) })
    .sign(privateKey)

interface Welcomed {
  readonly userId: string
  readonly verified: boolean
  readonly access: string
  readonly userInfo: object
}
/** Who somebody is with this token, or how they are refused. */
const joining = (token: string, room = 'customers') =>
  new Promise<Welcomed | string>((resolve, reject) => {
    const address = `${server.wsUrl}/v1/rooms/${room}/socket?token=${encodeURIComponent(token)}`
    const socket = new WebSocket(address, subprotocol)
    socket.once('error', reject)
    socket.once('close', (_, reason) => resolve(reason.toString()))
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
    socket.on('message', (data) => {
      const text = data.toString()
      if (!text.startsWith('{"type":"welcome"')) return
      resolve((JSON.parse(text) as { body: { self: Welcomed } }).body.self)
      socket.close(1000)
    })
  })

describe('[CT1] [CT3] [CT4] a token of a named issuer', () => {
  it.each(['RS256', 'ES256', 'EdDSA'] as const)(
    'signed with %s lets its user in, keys as PEM, as JWK and by address',
    async (algorithm) => {
      const keys = await keysOf(algorithm, 'one')
      answers.set(`/${algorithm}`, json({ keys: [keys.jwk] }))
      for (const source of [
        { keys: [await exportSPKI(keys.publicKey)] },
        { keys: [keys.jwk] },
        { jwksUrl: `${origin}/${algorithm}` },
      ]) {
        const issuer = await nameIssuer(source)
        const more = { name: 'Ada Lovelace', picture: 'https://a.example/ada.png', aud: ['another', issuer.aud] }
        expect(await joining(await signWith(keys, issuer, more))).toMatchObject({
          userId: 'ada',
          verified: true,
          access: 'write',
          userInfo: { name: 'Ada Lovelace', avatar: 'https://a.example/ada.png' },
        })
      }
    },
  )

  it('without rooms has what a room gives to everybody, or has granted; with rooms exactly that', async () => {
    const keys = await keysOf('ES256')
    const issuer = await nameIssuer({ keys: [keys.jwk] })
    const create = (json: object) => call(server, '/api/v1/rooms', { method: 'POST', json })
    await create({ id: 'ct-open', defaultAccess: 'comment' })
    await create({ id: 'ct-closed' })
    const anyRoom = await signWith(keys, issuer, { rooms: undefined })
    expect(await joining(anyRoom, 'ct-open')).toMatchObject({ access: 'comment' })
    expect(await joining(anyRoom, 'ct-closed')).toBe('FORBIDDEN')
    expect(await joining(anyRoom, 'ct-not-there')).toBe('ROOM_NOT_FOUND')
    await call(server, '/api/v1/rooms/ct-closed/participants/ada', { method: 'PATCH', json: { access: 'write' } })
    expect(await joining(anyRoom, 'ct-closed')).toMatchObject({ access: 'write' })
    const other = await signWith(keys, issuer, { sub: 'bob', rooms: { 'ct-o*': ['read'] } })
    expect([await joining(other, 'ct-open'), await joining(other, 'ct-closed')]).toEqual([
      expect.objectContaining({ access: 'read' }),
      'FORBIDDEN',
    ])
  })

  it('of one organization opens nothing in another', async () => {
    const keys = await keysOf('EdDSA')
    const issuer = await nameIssuer({ keys: [keys.jwk] })
    await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'ct-theirs' }, key: otherOrganization.secret })
    expect(
      await joining(
        await signWith(keys, issuer, { rooms: { 'ct-theirs': ['read'] }, org: otherOrganization.id }),
        'ct-theirs',
      ),
    ).toBe('ROOM_NOT_FOUND')
  })
})

describe('[CT1] [CT2] refuses, naming the claim,', () => {
  const far = 60 * 24 * 60 * minutes
  it.each<[string, object | ((keys: Keys, issuer: Issuer) => Promise<string>), string]>([
    ['no exp', { exp: undefined }, 'UNAUTHORIZED;claim=exp'],
    ['an exp in 60 days', { exp: seconds() + far }, 'UNAUTHORIZED;claim=exp'],
    ['an exp that is no number', { exp: 'soon' }, 'UNAUTHORIZED;claim=exp'],
    ['an exp two minutes ago', { exp: seconds() - 2 * minutes }, 'TOKEN_EXPIRED;claim=exp'],
    ['an nbf two minutes ahead', { nbf: seconds() + 2 * minutes }, 'UNAUTHORIZED;claim=nbf'],
    ['another aud', { aud: 'somebody else' }, 'UNAUTHORIZED;claim=iss'],
    ['no aud', { aud: undefined }, 'UNAUTHORIZED;claim=aud'],
    ['another iss', { iss: 'https://elsewhere.example/' }, 'UNAUTHORIZED;claim=iss'],
    ['no iss', { iss: undefined }, 'UNAUTHORIZED;claim=iss'],
    ['no sub', { sub: undefined }, 'UNAUTHORIZED;claim=sub'],
    ['unknown levels', { rooms: { '*': ['god'] } }, 'UNAUTHORIZED'],
    ['another key', async (_, issuer) => signWith(await keysOf('RS256'), issuer), 'UNAUTHORIZED'],
    [
      'the public key taken for a secret, as HS256',
      async (keys, { iss, aud }) => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss, aud, sub: 'ada', exp: seconds() + 60, rooms: { '*': ['write'] } })}`
        return `${signed}.${createHmac('sha256', await exportSPKI(keys.publicKey))
          .update(signed)
          .digest('base64url')}`
      },
      'UNAUTHORIZED;claim=alg',
    ],
    [
      'alg none',
      async (_, { iss, aud }) => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        return `${part({ alg: 'none' })}.${part({ iss, aud, sub: 'ada', exp: seconds() + 60 })}.`
      },
      'UNAUTHORIZED;claim=alg',
    ],
    [
      'a kid that is a path',
      (keys, issuer) => signWith({ ...keys, kid: '../../../../etc/passwd' }, issuer),
      'UNAUTHORIZED',
    ],
    [
      'a kid longer than any',
      (keys, issuer) => signWith({ ...keys, kid: 'k'.repeat(300) }, issuer),
      'UNAUTHORIZED;claim=kid',
    ],
  ])('%s', async (_, change, expected) => {
    const keys = await keysOf('RS256', 'one')
    const issuer = await nameIssuer({ keys: [keys.jwk] })
    const token = await (typeof change === 'function' ? change(keys, issuer) : signWith(keys, issuer, change))
    expect(await joining(token)).toBe(expected)
    expect(await joining(await signWith(keys, issuer))).toMatchObject({ userId: 'ada' })
  })

  it('nothing for clocks that differ by less than a minute, and a longer life where the organization says so', async () => {
    const keys = await keysOf('ES256')
    const issuer = await nameIssuer({ keys: [keys.jwk], maxTtlSeconds: 7 * 24 * 60 * minutes })
    for (const change of [{ exp: seconds() - 30 }, { nbf: seconds() + 30 }, { exp: seconds() + 6 * 24 * 60 * minutes }])
      expect(await joining(await signWith(keys, issuer, change))).toMatchObject({ userId: 'ada' })
  })
})

describe('[CT5] an address of keys that', () => {
  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['hangs', () => {}],
    ['begins and never ends', (_, response) => void response.writeHead(200).write('{"keys":[')],
    ['redirects inside', (_, response) => void response.writeHead(302, { location: `${origin}/inside` }).end()],
    ['answers no JSON', (_, response) => void response.end('<html>')],
    ['answers no keys', json({ keys: [] })],
    ['answers an error', json({ keys: [] }, 500)],
    ['answers more than it may', json({ keys: [{ kty: 'RSA', n: 'A'.repeat(200_000) }] })],
    ['answers bytes that are no text', (_, response) => void response.end(Buffer.from([0xff, 0xfe, 0x00]))],
  ])('%s refuses for a while, in time, and stalls nobody else', async (what, answer) => {
    const keys = await keysOf('ES256', 'one')
    answers.set('/inside', json({ keys: [keys.jwk] }))
    const path = `/bad ${what}`.replaceAll(' ', '-')
    answers.set(path, answer)
    const issuer = await nameIssuer({ jwksUrl: `${origin}${path}` })
    const token = await signWith(keys, issuer)
    const startedAt = performance.now()
    const waiting = Promise.all([joining(token), joining(token), joining(token)])
    expect(await joining(developmentKeys.publishable, 'ct-neighbours')).toMatchObject({ access: 'write' })
    expect(performance.now() - startedAt).toBeLessThan(1_900)
    for (const reason of await waiting) expect(reason).toMatch(/^ROOM_UNAVAILABLE/)
    // It is not asked by everybody.
    expect(asked.get(path)).toBe(1)
    if (what === 'redirects inside') expect(asked.get('/inside')).toBeUndefined()
  })

  it('rotates is asked again for a key that is new; known keys go on while it is down; guesses do not make it be asked', async () => {
    const [first, second] = [await keysOf('RS256', 'first'), await keysOf('RS256', 'second')]
    answers.set('/rotating', json({ keys: [first.jwk] }))
    const issuer = await nameIssuer({ jwksUrl: `${origin}/rotating` })
    expect(await joining(await signWith(first, issuer))).toMatchObject({ userId: 'ada' })
    answers.set('/rotating', json({}, 503))
    for (let i = 0; i < 5; i++)
      expect(await joining(await signWith({ ...second, kid: `guess-${i}` }, issuer))).toMatch(
        /^(UNAUTHORIZED|ROOM_UNAVAILABLE)/,
      )
    expect(await joining(await signWith(first, issuer))).toMatchObject({ userId: 'ada' })
    expect(asked.get('/rotating')).toBe(1)
  })
})

describe('naming an issuer', () => {
  const good = { name: 'ours', issuer: 'https://named.example/', audience: 'named' }

  it('is for those who run the organization, and for one organization only', async () => {
    const { jwk } = await keysOf('ES256')
    for (const name of ['member', 'viewer', 'stranger'] as const)
      expect(codeOf(await as(name, issuersPath, 'POST', { ...good, keys: [jwk] }))).toBe('FORBIDDEN')
    expect(codeOf(await call(server, issuersPath, { method: 'POST', json: { ...good, keys: [jwk] } }))).toBe(
      'FORBIDDEN',
    )
    const made = await as('owner', issuersPath, 'POST', { ...good, keys: [jwk] })
    expect(made.status).toBe(201)
    expect(codeOf(await as('owner', issuersPath, 'POST', { ...good, keys: [jwk] }))).toBe('VALIDATION_ERROR')
    const elsewhere = issuersPath.replace(developmentOrganization, otherOrganization.id)
    expect(codeOf(await as('owner', elsewhere, 'GET'))).toBe('FORBIDDEN')
    const { body } = await as('viewer', issuersPath, 'GET')
    expect((body as { tokenIssuers: object[] }).tokenIssuers).toContainEqual(made.body)
  })

  it('takes other keys at once here, and is over when it is removed', async () => {
    const [before, after] = [await keysOf('ES256'), await keysOf('EdDSA')]
    const issuer = await nameIssuer({ keys: [before.jwk] })
    const path = `${issuersPath}/${issuer.id}`
    expect((await as('admin', path, 'PATCH', { keys: [after.jwk, before.jwk] })).status).toBe(200)
    await expect
      .poll(async () => joining(await signWith(after, issuer)), { timeout: 10_000, interval: 500 })
      .toMatchObject({ userId: 'ada' })
    expect((await as('admin', path, 'DELETE')).status).toBe(204)
    await expect
      .poll(async () => joining(await signWith(after, issuer)), { timeout: 10_000, interval: 500 })
      .toBe('UNAUTHORIZED;claim=iss')
    expect(codeOf(await as('admin', path, 'DELETE'))).toBe('NOT_FOUND')
  })

  it('refuses addresses that lead inside, private and weak keys, and both or none of them', async () => {
    const { jwk, privateKey } = await keysOf('RS256')
    const weak = await generateKeyPair('RS256', { modulusLength: 1_024, extractable: true })
      .then(({ publicKey }) => exportJWK(publicKey))
      .catch(() => ({ kty: 'RSA', n: 'AQAB', e: 'AQAB' }))
    for (const wrong of [
      {},
      { jwksUrl: `${origin}/x`, keys: [jwk] },
      { jwksUrl: 'http://login.example.com/keys' },
      { jwksUrl: 'https://10.0.0.1/keys' },
      { jwksUrl: 'https://169.254.169.254/latest/meta-data' },
      { jwksUrl: 'https://[fd00::1]/keys' },
      { jwksUrl: 'https://0xa.1/keys' },
      { jwksUrl: 'https://metadata.internal/keys' },
      { jwksUrl: 'https://intranet/keys' },
      { jwksUrl: 'https://user:secret@login.example.com/keys' },
      { jwksUrl: 'file:///etc/passwd' },
      { keys: [] },
      { keys: ['no key'] },
      { keys: [await exportPKCS8(privateKey)] },
      { keys: [await exportJWK(privateKey)] },
      { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] },
      { keys: [weak] },
      { keys: [jwk], audience: otherOrganization.id },
      { keys: [jwk], maxTtlSeconds: 60 * 24 * 60 * minutes },
    ]) {
      const answer = await as('owner', issuersPath, 'POST', { ...good, audience: 'wrong', ...wrong })
      expect([JSON.stringify(wrong).slice(0, 60), codeOf(answer)]).toEqual([
        JSON.stringify(wrong).slice(0, 60),
        'VALIDATION_ERROR',
      ])
      expect(JSON.stringify((answer.body as ErrorBody).error)).not.toContain('PRIVATE KEY')
    }
  })
})
