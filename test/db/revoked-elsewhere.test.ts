/** A key that ends in the database, as another isolate or another server sees it, ends here within five seconds, whatever was kept of it. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUp } from '../kit/accounts.ts'
import { enterRoom } from '../kit/native-socket.ts'
import { startPostgres } from '../kit/postgres.ts'
import { startServer, type TestServer } from '../kit/server.ts'

const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)
const client = new pg.Client({ connectionString: postgres.url })
let server: TestServer

beforeAll(async () => {
  server = await startServer({ env: { DATABASE_URL: postgres.url } })
  await client.connect()
}, 240_000)
afterAll(async () => {
  await client.end()
  await server?.stop()
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
