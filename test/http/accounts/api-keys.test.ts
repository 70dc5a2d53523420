/** API keys and the tokens that they sign, as people and programs use them. Rules KY1–KY3 and RT1–RT3. */
import { deriveSigningSecret, keyIdOf } from '@syncforge/protocol/keys'
import { type RoomTokenClaims, signRoomToken } from '@syncforge/protocol/room-token'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { headersOf, developmentOrganization as organization, type PersonName, personId } from '../../kit/members.ts'
import { enterRoom, openSocket } from '../../kit/native-socket.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { type Call, type CallAnswer, call, codeOf, type ErrorBody } from '../call.ts'

const server = sharedServer()
const address = `/api/v1/organizations/${organization}/api-keys`
const hourMs = 3_600_000

interface Key {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly scopes: readonly string[]
  readonly prefix: string
  readonly key: string
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
  readonly createdBy: string | null
  readonly previousExpiresAt: number
}

const as = async (name: PersonName, path: string, options: Call = {}) =>
  call(server, path, { ...options, key: null, headers: await headersOf(server, name) })
const post = (path: string, json?: unknown, name: PersonName = 'owner') =>
  as(name, path, { method: 'POST', ...(json === undefined ? {} : { json }) })

const make = async (json: object = {}): Promise<Key> => {
  const { status, body } = await post(address, { name: 'a key', kind: 'secret', ...json })
  expect({ status, body }).toMatchObject({ status: 201 })
  return body as Key
}
const list = async () => ((await as('owner', address)).body as { apiKeys: Key[] }).apiKeys
const rotate = async ({ id }: Key, json?: object) => (await post(`${address}/${id}/rotate`, json)).body as Key
const revoke = ({ id }: Key) => as('owner', `${address}/${id}`, { method: 'DELETE' })

const use = (key: string) => call(server, '/api/v1/rooms', { key })
const statusOf = async (key: string) => (await use(key)).status
const messageOf = ({ body }: CallAnswer) => (body as ErrorBody).error.message
const detailsOf = ({ body }: CallAnswer) => (body as ErrorBody).error.details

const tokenFrom = async (key: string, json: object = {}) => {
  const wanted = { userId: 'ada', rooms: { '*': ['write'] }, ...json }
  const answer = await call(server, '/api/v1/tokens', { method: 'POST', key, json: wanted })
  expect(answer).toMatchObject({ status: 200 })
  return answer.body as { token: string; expiresAt: number }
}

/** How a socket that shows `token` fares: who it is in the room, or what it was told when it was closed. */
const open = (token: string, room = 'keyed') => openSocket(server, room, token)
const enter = (token: string, room = 'keyed') => enterRoom(server, room, token)

const refused = (path: string, message: RegExp) => ({
  status: 400,
  body: { error: { code: 'VALIDATION_ERROR', details: [{ path, message: expect.stringMatching(message) }] } },
})

beforeAll(async () => {
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'keyed', access: 'public' } })
})

describe('a key', () => {
  it('[KY1] is shown once, and what is listed of it opens nothing', async () => {
    const made = await make({ name: ' Production ', scopes: ['rooms:read', 'tokens'], expiresAt: Date.now() + hourMs })
    const [, idPart] = /^sk_live_([0-9a-z]{20})_[0-9a-z]{32}$/.exec(made.key) ?? []
    expect(made).toMatchObject({
      id: `key_${idPart}`,
      name: 'Production',
      kind: 'secret',
      scopes: ['rooms:read', 'tokens'],
      createdBy: personId('owner'),
      lastUsedAt: null,
    })
    expect(made.key.startsWith(made.prefix)).toBe(true)
    expect(made.key.length - made.prefix.length).toBe(28)
    expect(keyIdOf(made.key)).toBe(made.id)
    expect(await statusOf(made.key)).toBe(200)

    const listed = await list()
    const { key: _key, ...shown } = made
    expect(listed.find(({ id }) => id === made.id)).toEqual({ ...shown, lastUsedAt: null, previousExpiresAt: null })
    expect(JSON.stringify(listed)).not.toContain(made.key)
    expect(JSON.stringify(listed)).not.toMatch(/hash|signing/i)
    expect(await statusOf(made.prefix)).toBe(401)
  })

  it.each([
    ['secret', 'live', /^sk_live_/],
    ['secret', 'test', /^sk_test_/],
    ['publishable', 'live', /^pk_live_/],
    ['publishable', 'test', /^pk_test_/],
  ])('%s and %s begins so', async (kind, mode, beginning) => {
    const made = await make({ kind, mode })
    expect(made.key).toMatch(beginning)
    expect(made.scopes.length).toBe(kind === 'secret' ? 7 : 0)
    expect(await statusOf(made.key)).toBe(kind === 'secret' ? 200 : 403)
    expect(await enter(made.key)).toEqual(kind === 'secret' ? [4403, 'FORBIDDEN'] : 'welcome')
    // The kind of key stays with it.
    expect((await rotate(made)).key).toMatch(beginning)
  })

  it('does what its scopes say and nothing else', async () => {
    const { key } = await make({ scopes: ['rooms:read'] })
    expect(await statusOf(key)).toBe(200)
    const made = await call(server, '/api/v1/rooms', { method: 'POST', key, json: { id: 'not-mine-to-make' } })
    expect(made).toMatchObject({ status: 403, body: { error: { details: { right: 'rooms:write' } } } })
    expect(await call(server, '/api/v1/rooms/not-mine-to-make')).toMatchObject({ status: 404 })
    const signed = await call(server, '/api/v1/tokens', { method: 'POST', key, json: { userId: 'a', rooms: {} } })
    expect(codeOf(signed)).toBe('FORBIDDEN')
  })

  it.each([
    ['a scope that is none', { scopes: ['rooms:delete'] }, 'scopes.0', /./],
    ['no scope at all', { scopes: [] }, 'scopes', /./],
    ['scopes of a publishable key', { kind: 'publishable', scopes: ['rooms:read'] }, 'scopes', /publishable/],
    ['a kind that is none', { kind: 'root' }, 'kind', /./],
    ['a mode that is none', { mode: 'dev' }, 'mode', /./],
    ['an empty name', { name: '  ' }, 'name', /./],
    ['an end in the past', { expiresAt: Date.now() - 1 }, 'expiresAt', /ahead/],
    ['an end in seconds', { expiresAt: Math.floor(Date.now() / 1000) + 3_600 }, 'expiresAt', /ahead/],
    ['a hash of their own', { hash: 'a'.repeat(64) }, 'hash', /not known/],
  ])('is not made with %s', async (_, change, path, message) => {
    expect(await post(address, { name: 'a key', kind: 'secret', ...change })).toMatchObject(refused(path, message))
  })

  it('ends when it was to end, its tokens and its sockets with it', async () => {
    const expiresAt = Date.now() + 2_500
    const [secret, publishable] = [await make({ expiresAt }), await make({ kind: 'publishable', expiresAt })]
    const signed = await tokenFrom(secret.key)
    expect(signed.expiresAt).toBe(Math.floor(expiresAt / 1000) * 1000)
    const socket = open(publishable.key)
    expect(await socket.entered).toBe('welcome')
    expect(await socket.closed).toEqual([4501, 'SESSION_EXPIRED'])
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt)
    const answer = await use(secret.key)
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHORIZED', details: { reason: 'expired' } } },
    })
    expect(await enter(publishable.key)).toEqual([4401, 'UNAUTHORIZED'])
  })

  it('[RT2] that was revoked is dead, with the tokens that it signed and the sockets that came by it, and no other', async () => {
    const [secret, publishable, other] = [await make(), await make({ kind: 'publishable' }), await make()]
    const { token } = await tokenFrom(secret.key)
    const own = await signOwn(secret.key)
    const sockets = [open(token), open(own), open(publishable.key)]
    const stays = open((await tokenFrom(other.key, { userId: 'bob' })).token)
    for (const { entered } of [...sockets, stays]) expect(await entered).toBe('welcome')

    const revokedAt = Date.now()
    for (const key of [secret, publishable]) expect((await revoke(key)).status).toBe(204)
    for (const { closed } of sockets) expect(await closed).toEqual([4401, 'KEY_REVOKED'])
    expect(Date.now() - revokedAt).toBeLessThan(5_000)
    expect(await use(secret.key)).toMatchObject({ status: 401, body: { error: { details: { reason: 'revoked' } } } })
    for (const dead of [token, own, publishable.key]) expect(await enter(dead)).toEqual([4401, 'UNAUTHORIZED'])
    expect((await list()).some(({ id }) => id === secret.id || id === publishable.id)).toBe(false)
    expect((await revoke(secret)).status).toBe(404)
    expect((await post(`${address}/${secret.id}/rotate`)).status).toBe(404)

    expect(await Promise.race([stays.closed, enter(other.key)])).toEqual([4403, 'FORBIDDEN'])
    stays.close()
  })
})

describe('a key that is replaced', () => {
  it('is taken beside the new one for its time of grace, and not a second longer', async () => {
    const before = await make({ scopes: ['rooms:read', 'tokens'] })
    const old = await tokenFrom(before.key)
    const socket = open(old.token)
    expect(await socket.entered).toBe('welcome')
    const askedAt = Date.now()
    const after = await rotate(before, { graceMs: 3_000 })
    expect(after).toMatchObject({ id: before.id, name: before.name, scopes: before.scopes })
    expect(after.key).not.toBe(before.key)
    expect(after.previousExpiresAt - askedAt).toBeGreaterThanOrEqual(3_000)
    expect([await statusOf(before.key), await statusOf(after.key)]).toEqual([200, 200])
    expect([await enter(old.token), await enter((await tokenFrom(after.key)).token)]).toEqual(['welcome', 'welcome'])
    // A token that is signed with it now ends with it.
    expect((await tokenFrom(before.key)).expiresAt).toBeLessThanOrEqual(after.previousExpiresAt)

    while (Date.now() < after.previousExpiresAt - 500) await new Promise((resolve) => setTimeout(resolve, 50))
    if (Date.now() < after.previousExpiresAt - 200) expect(await statusOf(before.key)).toBe(200)
    while (Date.now() < after.previousExpiresAt) await new Promise((resolve) => setTimeout(resolve, 10))
    const answer = await use(before.key)
    expect(answer).toMatchObject({ status: 401, body: { error: { details: { reason: 'replaced' } } } })
    expect(await enter(old.token)).toEqual([4401, 'UNAUTHORIZED'])
    // A socket that came by it before it was replaced goes with it.
    expect(await socket.closed).toEqual([4401, 'KEY_REVOKED'])
    expect(Date.now()).toBeLessThan(after.previousExpiresAt + 5_000)
    expect(await statusOf(after.key)).toBe(200)
  })

  it('ends at once without a grace, what came by it as well', async () => {
    const before = await make()
    const { token } = await tokenFrom(before.key)
    const socket = open(token)
    expect(await socket.entered).toBe('welcome')
    const after = await rotate(before, { graceMs: 0 })
    expect(await socket.closed).toEqual([4401, 'KEY_REVOKED'])
    expect([await statusOf(before.key), await statusOf(after.key)]).toEqual([401, 200])
    expect(await enter(token)).toEqual([4401, 'UNAUTHORIZED'])
  })

  it('has a day when nothing else is said, and the one before it ends', async () => {
    const first = await make()
    const second = await rotate(first)
    expect(second.previousExpiresAt - Date.now()).toBeGreaterThan(24 * hourMs - 60_000)
    expect(second.previousExpiresAt - Date.now()).toBeLessThanOrEqual(24 * hourMs)
    const third = await rotate(second, {})
    expect([await statusOf(first.key), await statusOf(second.key), await statusOf(third.key)]).toEqual([401, 200, 200])
  })

  it.each([
    ['less than none', { graceMs: -1 }, 'graceMs'],
    ['more than a week', { graceMs: 7 * 24 * hourMs + 1 }, 'graceMs'],
    ['another unit', { grace: '1d' }, 'grace'],
  ])('has no grace of %s', async (_, json, path) => {
    const key = await make()
    expect(await post(`${address}/${key.id}/rotate`, json)).toMatchObject(refused(path, /./))
    expect(await statusOf(key.key)).toBe(200)
  })
})

describe('who manages keys', () => {
  it.each([
    ['owner', 200, 201],
    ['admin', 200, 201],
    ['member', 200, 403],
    ['viewer', 403, 403],
    ['stranger', 403, 403],
  ] as const)('%s: list %i, make %i', async (name, listed, made) => {
    expect((await as(name, address)).status).toBe(listed)
    const key = await make()
    expect((await post(address, { name: 'theirs', kind: 'secret' }, name)).status).toBe(made)
    expect((await post(`${address}/${key.id}/rotate`, {}, name)).status).toBe(made === 201 ? 200 : 403)
    expect((await as(name, `${address}/${key.id}/usage`)).status).toBe(listed)
    expect((await as(name, `${address}/${key.id}`, { method: 'DELETE' })).status).toBe(made === 201 ? 204 : 403)
  })

  it('no key, whatever its scopes', async () => {
    const { key, id } = await make()
    const made = { method: 'POST', key, json: { name: 'more', kind: 'secret' } }
    expect(codeOf(await call(server, address, made))).toBe('FORBIDDEN')
    expect(codeOf(await call(server, address, { key }))).toBe('FORBIDDEN')
    expect(codeOf(await call(server, `${address}/${id}`, { method: 'DELETE', key }))).toBe('FORBIDDEN')
    expect(await statusOf(key)).toBe(200)
  })

  it('nobody in an organization of others', async () => {
    const other = '/api/v1/organizations/org_other/api-keys'
    const headers = { ...(await headersOf(server, 'owner')), 'syncforge-organization': organization }
    const there = (path: string, options: Call = {}) => call(server, path, { ...options, key: null, headers })
    expect(codeOf(await there(other))).toBe('FORBIDDEN')
    expect(codeOf(await there(`${other}/key_other_secret`, { method: 'DELETE' }))).toBe('FORBIDDEN')
    expect(codeOf(await there(`${address}/key_other_secret`, { method: 'DELETE' }))).toBe('NOT_FOUND')
    expect(codeOf(await there(`${address}/key_other_secret/rotate`, { method: 'POST' }))).toBe('NOT_FOUND')
    expect(codeOf(await there(`${address}/key_other_secret/usage`))).toBe('NOT_FOUND')
  })
})

/** As `@syncforge/server` signs: with nothing but the key. */
const signOwn = async (key: string, change: Partial<RoomTokenClaims> = {}) =>
  signRoomToken(await deriveSigningSecret(key), keyIdOf(key), {
    userId: 'eve',
    userInfo: { name: 'Eve' },
    rooms: { keyed: ['write'] },
    organizationId: null,
    expiresAt: Date.now() + hourMs,
    ...change,
  })

describe('a room token [RT1]', () => {
  /** Anything at all, signed as only the holder of the key can. */
  const sign = async (key: string, change: Readonly<Record<string, unknown>>, header: object = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { sub: 'eve', info: {}, rooms: { keyed: ['write'] }, iss: 'syncforge', aud: 'room', jti: 'tok_x' }
    const payload = JSON.parse(JSON.stringify({ ...claims, iat: now, exp: now + 60, ...change }))
    const signed = new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: keyIdOf(key) ?? '', ...header })
    return signed.sign(await deriveSigningSecret(key))
  }
  const now = () => Math.floor(Date.now() / 1000)

  it('[KY2] [KY3] is signed by the key itself, with or without asking', async () => {
    const made = await make({ scopes: ['tokens'] })
    const { token } = await tokenFrom(made.key)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: made.id })
    expect(decodeJwt(token)).toMatchObject({ sub: 'ada', rooms: { '*': ['write'] }, iss: 'syncforge', aud: 'room' })
    expect(await enter(token)).toBe('welcome')
    expect(await enter(await signOwn(made.key))).toBe('welcome')
    expect(await enter(await signOwn(developmentKeys.secret))).toBe('welcome')
  })

  it('[KY2] is not to be had from what the database has', async () => {
    const made = await make()
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(made.key)))
    for (const secret of [hash, Buffer.from(hash.toString('hex')), Buffer.from(made.prefix)]) {
      const claims = { userId: 'eve', userInfo: {}, rooms: { '*': ['moderate'] as const }, organizationId: null }
      const forged = await signRoomToken(new Uint8Array(secret), made.id, { ...claims, expiresAt: Date.now() + hourMs })
      expect(await enter(forged)).toEqual([4401, 'UNAUTHORIZED'])
    }
  })

  it.each([
    ['without an end', () => ({ exp: undefined }), 'exp'],
    ['with an end in 60 days', () => ({ exp: now() + 60 * 86_400 }), 'exp'],
    ['that lives for more than a day', () => ({ iat: now() - 86_400, exp: now() + 60 }), 'exp'],
    ['of another organization than its key', () => ({ org: 'org_other' }), 'org'],
    ['for somebody without a name', () => ({ sub: '' }), 'sub'],
    ['with a right that is none', () => ({ rooms: { keyed: ['own'] } }), 'rooms.keyed.0'],
  ])('%s is refused by name', async (_, change, claim) => {
    const made = await make()
    const token = await sign(made.key, change())
    const answer = await call(server, `/v1/rooms/keyed/socket?token=${token}`, { key: null })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED', details: { claim } } } })
    expect(messageOf(answer)).toContain(claim)
    expect(await enter(token)).toEqual([4401, 'UNAUTHORIZED'])
  })

  it.each([
    ['another algorithm', { alg: 'HS512' }],
    ['a key that nobody knows', { kid: 'key_nobody' }],
    ['another key of ours', { kid: 'key_dev_secret' }],
    ['a publishable key', { kid: 'key_dev_publishable' }],
    ['the key of another organization', { kid: 'key_other_secret' }],
  ])('that names %s is refused', async (_, header) => {
    const made = await make()
    expect(await enter(await sign(made.key, {}, header))).toEqual([4401, 'UNAUTHORIZED'])
  })

  it('without a signature is refused', async () => {
    const made = await make()
    const [, payload] = (await sign(made.key, {})).split('.')
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: made.id })).toString('base64url')
    expect(await enter(`${header}.${payload}.`)).toEqual([4401, 'UNAUTHORIZED'])
  })

  it('[RT3] allows no more than its key may', async () => {
    const [none, some, all] = [
      await make({ scopes: ['rooms:write'] }),
      await make({ scopes: ['tokens'] }),
      await make(),
    ]
    const moderate = { keyed: ['moderate'] as const }
    expect(await enter(await signOwn(none.key))).toEqual([4403, 'FORBIDDEN'])
    expect(await enter(await signOwn(some.key, { rooms: moderate }))).toEqual([4403, 'FORBIDDEN'])
    expect(await enter(await signOwn(all.key, { rooms: moderate }))).toBe('welcome')
    const json = { userId: 'ada', rooms: moderate }
    const asked = await call(server, '/api/v1/tokens', { method: 'POST', key: some.key, json })
    expect([codeOf(asked), detailsOf(asked)]).toEqual(['FORBIDDEN', { right: 'rooms:moderate', scopes: ['tokens'] }])
  })

  it('for somebody in the dashboard is signed by the platform', async () => {
    const { status, body } = await post('/api/v1/tokens', { userId: 'ada', rooms: { keyed: ['read'] } }, 'member')
    expect(status).toBe(200)
    const { token } = body as { token: string }
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(decodeJwt(token)).toMatchObject({ org: organization })
    expect(await enter(token)).toBe('welcome')
  })
})

describe('the use of a key', () => {
  it('is counted by day, and told with the minute of the last one', async () => {
    const made = await make()
    const before = Date.now()
    for (let times = 0; times < 5; times += 1) await use(made.key)
    const { token } = await tokenFrom(made.key)
    for (let times = 0; times < 2; times += 1) expect(await enter(token)).toBe('welcome')
    const today = new Date().toISOString().slice(0, 10)
    const read = async () => ((await as('member', `${address}/${made.id}/usage`)).body as { days: unknown }).days
    await expect.poll(read, { timeout: 20_000 }).toEqual([{ day: today, requests: 6, connections: 2 }])
    const { lastUsedAt } = (await list()).find(({ id }) => id === made.id) as Key
    expect(lastUsedAt).toBeGreaterThanOrEqual(before)

    await use(made.key)
    await expect.poll(read, { timeout: 20_000 }).toEqual([{ day: today, requests: 7, connections: 2 }])
    // At most once a minute.
    expect((await list()).find(({ id }) => id === made.id)).toMatchObject({ lastUsedAt })
    await revoke(made)
    expect(await read()).toEqual([{ day: today, requests: 7, connections: 2 }])
    const past = await as('owner', `${address}/${made.id}/usage?from=2020-01-01&to=2020-01-31`)
    expect(past.body).toEqual({ days: [] })
  })

  it.each([
    ['from=2026-02-30', 'from'],
    ['from=2026-02-02&to=2026-02-01', 'from'],
    ['from=2020-01-01&to=2026-01-01', 'from'],
    ['by=hour', 'by'],
  ])('is not told for %s', async (query, path) => {
    const { id } = await make()
    expect(await as('owner', `${address}/${id}/usage?${query}`)).toMatchObject(refused(path, /./))
  })
})
