/** A key that ends at another server of the same database ends here within five seconds, whatever was kept of it, and what is open by it too. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, password, type SignedIn, signUp } from '../kit/accounts.ts'
import { enterRoom, openSocket } from '../kit/native-socket.ts'
import { startPostgres } from '../kit/postgres.ts'
import { startServer, type TestServer } from '../kit/server.ts'

const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)
const client = new pg.Client({ connectionString: postgres.url })
let server: TestServer
let elsewhere: TestServer

beforeAll(async () => {
  server = await startServer({ env: { DATABASE_URL: postgres.url } })
  elsewhere = await startServer({ env: { DATABASE_URL: postgres.url } })
  await client.connect()
}, 240_000)
afterAll(async () => {
  await client.end()
  await Promise.all([server?.stop(), elsewhere?.stop()])
  await postgres.stop()
})

const call = async (key: string, method: string, path: string, body?: object) => {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, never> }
}

test('[RT2] a key that was revoked elsewhere calls, signs and lets in nobody five seconds later, nor do tokens that it has signed', async () => {
  const { browser } = await signUp(server)
  const { id } = (await browser.post('/organization/create', { name: 'Ours', slug: 'ours' })).body
  const make = async (kind: 'secret' | 'publishable') => {
    const answer = await browser.fetch(`/api/v1/organizations/${id}/api-keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: kind, kind }),
    })
    expect(answer.status).toBe(201)
    return (await answer.json()) as { readonly id: string; readonly key: string }
  }
  const [secret, publishable, other] = [await make('secret'), await make('publishable'), await make('secret')]
  expect((await call(secret.key, 'POST', '/rooms', { id: 'shared', defaultAccess: 'write' })).status).toBe(201)
  const asked = { userId: 'ada', rooms: { shared: ['write'] } }
  const { token } = (await call(secret.key, 'POST', '/tokens', asked)).body as unknown as { token: string }
  // All of them are known here by now.
  for (const credential of [token, publishable.key])
    expect(await enterRoom(server, 'shared', credential)).toBe('welcome')
  expect((await call(other.key, 'GET', '/rooms')).status).toBe(200)

  await client.query('UPDATE api_keys SET revoked_at = now() WHERE id = ANY($1)', [[secret.id, publishable.id]])
  const revokedAt = Date.now()
  const refused = [4401, 'UNAUTHORIZED']
  const ends = async () => [
    (await call(secret.key, 'GET', '/rooms')).status,
    (await call(secret.key, 'POST', '/tokens', asked)).status,
    await enterRoom(server, 'shared', token),
    await enterRoom(server, 'shared', publishable.key),
  ]
  await expect.poll(ends, { timeout: 5_000, interval: 100 }).toEqual([401, 401, refused, refused])
  expect(Date.now() - revokedAt).toBeLessThan(5_000)
  expect((await call(other.key, 'GET', '/rooms')).status).toBe(200)
})

/** The same person at the other server. */
const signInElsewhere = async ({ email }: SignedIn) => {
  const browser = browse(elsewhere)
  expect((await browser.post('/sign-in/email', { email, password })).status).toBe(200)
  return browser
}

interface Made {
  readonly id: string
  readonly key: string
}

const ours = async (slug: string) => {
  const person = await signUp(server)
  const { id } = (await person.browser.post('/organization/create', { name: 'Ours', slug })).body as { id: string }
  const there = await signInElsewhere(person)
  const keys = `/api/v1/organizations/${id}/api-keys`
  const headers = { 'content-type': 'application/json', 'syncforge-organization': id }
  const send = (path: string, method: string, body?: object) =>
    there.fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return {
    make: async (kind: 'secret' | 'publishable') => {
      const answer = await person.browser.fetch(keys, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name: kind, kind }),
      })
      expect(answer.status).toBe(201)
      return (await answer.json()) as Made
    },
    revokeThere: async ({ id: keyId }: Made) => expect((await send(`${keys}/${keyId}`, 'DELETE')).status).toBe(204),
    rotateThere: async ({ id: keyId }: Made, graceMs: number) => {
      const answer = await send(`${keys}/${keyId}/rotate`, 'POST', { graceMs })
      expect(answer.status).toBe(200)
      return (await answer.json()) as Made & { readonly previousExpiresAt: number }
    },
    deleteThere: async () => expect((await send(`/api/v1/organizations/${id}`, 'DELETE')).status).toBe(204),
    restoreThere: async () => expect((await send(`/api/v1/organizations/${id}/restore`, 'POST')).status).toBe(200),
  }
}

/** A socket that is open at this server. */
const open = async (room: string, credential: string) => {
  const socket = openSocket(server, room, credential)
  expect(await socket.entered).toBe('welcome')
  return socket
}
const signed = async ({ key }: Made, room: string) => {
  const asked = { userId: 'ada', rooms: { [room]: ['write'] } }
  return ((await call(key, 'POST', '/tokens', asked)).body as unknown as { token: string }).token
}
const within = async (ms: number, work: Promise<unknown>) => {
  const beganAt = Date.now()
  const result = await work
  expect(Date.now() - beganAt).toBeLessThan(ms)
  return result
}
const revoked = [4401, 'KEY_REVOKED']

test('[RT2] sockets that are open here by a key that is revoked or replaced at another server are closed within five seconds, and no other', async () => {
  const { make, revokeThere, rotateThere } = await ours('ours-by-sockets')
  const [secret, publishable, replaced, graced, other] = [
    await make('secret'),
    await make('publishable'),
    await make('secret'),
    await make('secret'),
    await make('secret'),
  ]
  expect((await call(secret.key, 'POST', '/rooms', { id: 'open', defaultAccess: 'write' })).status).toBe(201)
  const bySecret = await open('open', await signed(secret, 'open'))
  const byPublishable = await open('open', publishable.key)
  const byReplaced = await open('open', await signed(replaced, 'open'))
  const byGraced = await open('open', await signed(graced, 'open'))
  const stays = await open('open', await signed(other, 'open'))

  await revokeThere(secret)
  await revokeThere(publishable)
  expect(await within(5_000, Promise.all([bySecret.closed, byPublishable.closed]))).toEqual([revoked, revoked])
  await rotateThere(replaced, 0)
  expect(await within(5_000, byReplaced.closed)).toEqual(revoked)

  const { previousExpiresAt } = await rotateThere(graced, 3_000)
  expect(await byGraced.closed).toEqual(revoked)
  const closedAt = Date.now()
  expect(closedAt).toBeGreaterThanOrEqual(previousExpiresAt - 50)
  expect(closedAt).toBeLessThan(previousExpiresAt + 5_000)
  expect(await Promise.race([stays.closed, enterRoom(server, 'open', await signed(other, 'open'))])).toBe('welcome')
  stays.close()
}, 60_000)

test('sockets of an organization that is deleted at another server are closed within five seconds, and let in again when it is brought back there', async () => {
  const { make, deleteThere, restoreThere } = await ours('ours-deleted')
  const marking = await ours('ours-that-marks')
  const [secret, first, second] = [
    await make('secret'),
    await marking.make('secret'),
    await marking.make('publishable'),
  ]
  for (const { key } of [secret, first])
    expect((await call(key, 'POST', '/rooms', { id: 'kept', defaultAccess: 'write' })).status).toBe(201)
  const token = await signed(secret, 'kept')
  const socket = await open('kept', token)
  const marks = [await open('kept', await signed(first, 'kept')), await open('kept', second.key)]
  await deleteThere()
  const [, reason] = (await within(5_000, socket.closed)) as readonly [number, string]
  expect(reason).toBe('ORGANIZATION_DELETED')
  await restoreThere()
  // What was ended after it was brought back has ended here: so this is known here as well.
  await marking.revokeThere(first)
  expect(await marks[0]?.closed).toEqual(revoked)
  await expect.poll(() => enterRoom(server, 'kept', token), { timeout: 10_000, interval: 100 }).toBe('welcome')
  const again = await open('kept', token)
  await marking.revokeThere(second)
  expect(await Promise.race([again.closed.then(() => 'ended'), marks[1]?.closed])).toEqual(revoked)
  expect(await Promise.race([again.closed, enterRoom(server, 'kept', token)])).toBe('welcome')
  again.close()
}, 60_000)
