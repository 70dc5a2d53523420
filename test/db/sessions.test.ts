/** The way in with a session: who is let in, who is not, and that each stops at once when it is over. */
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, codeOf } from '../http/call.ts'
import { headersOf, type PersonName, personId, signedCookie, tokenOf } from '../kit/members.ts'
import { openPool, type StartedPostgres, startPostgres } from '../kit/postgres.ts'
import { seedPeople } from '../kit/seed-members.ts'
import { startServer, type TestServer } from '../kit/server.ts'

let postgres: StartedPostgres
let server: TestServer
let pool: pg.Pool

beforeAll(async () => {
  const started = await startPostgres()
  if ('missing' in started) throw new Error(started.missing)
  postgres = started
  server = await startServer({ env: { DATABASE_URL: postgres.url } })
  pool = openPool(postgres)
  pool.on('error', () => {})
  await seedPeople(drizzle(pool))
  await pool.query("insert into organizations (id, name) values ('org_foreign', 'Foreign')")
})

afterAll(async () => {
  await pool.end()
  await server.stop()
  await postgres.stop()
})

const rooms = (headers: Record<string, string>, method = 'GET') =>
  call(server, '/api/v1/rooms', { method, key: null, headers, ...(method === 'POST' ? { json: {} } : {}) })
const endOf = async (headers: Record<string, string>, method = 'GET') => {
  const answer = await rooms(headers, method)
  return answer.status < 300 ? answer.status : codeOf(answer)
}
const as = (name: PersonName, organizationId?: string | null) => headersOf(server, name, organizationId)

describe('a session', () => {
  it('lets its person into their organization, in their role', async () => {
    expect(await endOf(await as('owner'))).toBe(200)
    expect(await endOf(await as('member'), 'POST')).toBe(201)
    const refused = await rooms(await as('viewer'), 'POST')
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      error: { code: 'FORBIDDEN', details: { right: 'rooms:write', role: 'viewer' } },
    })
  })

  it('is taken as the cookie of a page served over TLS as well, and a key goes before it', async () => {
    const { cookie, ...rest } = await as('owner')
    expect(await endOf({ ...rest, cookie: `other=1; __Secure-${cookie}` })).toBe(200)
    expect(await endOf({ ...rest, cookie: cookie ?? '', authorization: 'Bearer sk_wrong' })).toBe('UNAUTHORIZED')
  })

  it.each([
    ['no cookie', async () => ''],
    ['an unsigned token', async () => `syncforge.session_token=${tokenOf('owner')}`],
    [
      'the signature of another token',
      async () => (await signedCookie(server, tokenOf('viewer'))).replace('viewer', 'owner'),
    ],
    ['a signature that was cut', async () => (await signedCookie(server, tokenOf('owner'))).slice(0, -6)],
    ['a signed token that nobody has', () => signedCookie(server, 'session-token-of-nobody')],
    ['no value', async () => 'syncforge.session_token='],
  ])('is none: %s', async (_, cookie) => {
    expect(await endOf({ ...(await as('owner')), cookie: await cookie() })).toBe('UNAUTHORIZED')
  })

  it('names its organization, and no other lets it in', async () => {
    expect(await endOf(await as('owner', null))).toBe('VALIDATION_ERROR')
    for (const organization of ['org_foreign', 'org_none', 'constructor']) {
      expect(await endOf(await as('owner', organization))).toBe('FORBIDDEN')
    }
    for (const odd of ['%00', "'", 'x'.repeat(65), 'a b']) {
      expect(await endOf(await as('owner', odd))).toBe('VALIDATION_ERROR')
    }
    expect(await endOf(await as('stranger'))).toBe('FORBIDDEN')
  })

  it('writes for pages of the platform alone', async () => {
    const { origin: _origin, ...without } = await as('owner')
    for (const origin of [
      'https://evil.example.com',
      'null',
      `${server.url}.evil.example.com`,
      server.url.replace('127.0.0.1', 'localhost'),
    ]) {
      expect([origin, await endOf({ ...without, origin }, 'POST')]).toEqual([origin, 'FORBIDDEN'])
    }
    expect(await endOf(without, 'POST')).toBe('FORBIDDEN')
    expect(await endOf({ ...without, referer: `${server.url}/dashboard` }, 'POST')).toBe('FORBIDDEN')
    expect(await endOf(await as('owner'), 'POST')).toBe(201)
    expect(await endOf({ ...without, origin: 'https://evil.example.com' })).toBe(200)
  })

  it('is never offered to pages of elsewhere', async () => {
    const answer = await rooms({ ...(await as('owner')), origin: 'https://evil.example.com' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  })

  it('is out at once when it ends or is revoked', async () => {
    const headers = await as('admin')
    expect(await endOf(headers)).toBe(200)
    await pool.query('update sessions set expires_at = now() where user_id = $1', [personId('admin')])
    expect(await endOf(headers)).toBe('UNAUTHORIZED')
    await pool.query("update sessions set expires_at = now() + interval '1 day' where user_id = $1", [
      personId('admin'),
    ])
    expect(await endOf(headers)).toBe(200)
    await pool.query('delete from sessions where user_id = $1', [personId('admin')])
    expect(await endOf(headers)).toBe('UNAUTHORIZED')
  })

  it('of a person who was removed or lowered obeys at the next call', async () => {
    const headers = await as('member')
    expect(await endOf(headers, 'POST')).toBe(201)
    await pool.query("update members set role = 'viewer' where user_id = $1", [personId('member')])
    expect([await endOf(headers), await endOf(headers, 'POST')]).toEqual([200, 'FORBIDDEN'])
    await pool.query('delete from members where user_id = $1', [personId('member')])
    expect(await endOf(headers)).toBe('FORBIDDEN')
  })
})

it('an invitation that waited too long has expired; sent again, for another role, it holds', async () => {
  const email = 'late@people.example.com'
  const headers = await as('owner', 'org_dev')
  const path = '/api/v1/organizations/org_dev/invitations'
  const made = await call(server, path, { method: 'POST', key: null, headers, json: { email, role: 'viewer' } })
  const { id } = made.body as { id: string }
  await pool.query('update people set email = $1 where id = $2', [email, personId('stranger')])
  await pool.query("update invitations set expires_at = now(), sent_at = now() - interval '1 hour' where id = $1", [id])
  const accept = async () =>
    call(server, `/api/v1/invitations/${id}/accept`, { method: 'POST', key: null, headers: await as('stranger', null) })
  expect(codeOf(await accept())).toBe('INVITATION_EXPIRED')
  const list = await call(server, `${path}?status=expired`, { key: null, headers })
  expect(list.body).toMatchObject({ invitations: [{ id, status: 'expired' }] })
  const json = { role: 'member' }
  expect((await call(server, `${path}/${id}/resend`, { method: 'POST', key: null, headers, json })).status).toBe(200)
  await pool.query('update people set email_verified = false where id = $1', [personId('stranger')])
  expect(codeOf(await accept())).toBe('FORBIDDEN')
  await pool.query('update people set email_verified = true where id = $1', [personId('stranger')])
  expect((await accept()).body).toMatchObject({ role: 'member' })
  const { rows } = await pool.query(
    "select actor, address from audit_log where act = 'members.insert' and actor is not null",
  )
  expect(rows).toEqual([{ actor: personId('stranger'), address: '127.0.0.1' }])
})

it('while the database is away nobody is signed out: 503, with the envelope', async () => {
  const headers = await as('owner')
  await postgres.halt()
  const answer = await rooms(headers)
  expect([answer.status, codeOf(answer)]).toEqual([503, 'UNAVAILABLE'])
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(answer.headers.has('set-cookie')).toBe(false)
  expect(codeOf(await rooms({ ...headers, cookie: 'syncforge.session_token=forged' }))).toBe('UNAUTHORIZED')
  await postgres.resume()
  await expect.poll(() => endOf(headers), { timeout: 20_000 }).toBe(200)
})
