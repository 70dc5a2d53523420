/** The end of an organization: closed at once for everybody, brought back by its owners, erased when its time is over. */

import { SyncForge } from '@syncforge/client'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, codeOf } from '../http/call.ts'
import { headersOf } from '../kit/members.ts'
import { type StartedPostgres, startPostgres } from '../kit/postgres.ts'
import { seedPeople } from '../kit/seed-members.ts'
import { startServer, type TestServer } from '../kit/server.ts'

const graceMs = 4_000
const key = { publishable: 'pk_dev_syncforge', secret: 'sk_dev_syncforge' }

let postgres: StartedPostgres
let server: TestServer
let pool: pg.Pool

beforeAll(async () => {
  const started = await startPostgres()
  if ('missing' in started) throw new Error(started.missing)
  postgres = started
  server = await startServer({ env: { DATABASE_URL: postgres.url, ORGANIZATION_GRACE_MS: String(graceMs) } })
  pool = new pg.Pool({ connectionString: postgres.url })
  await seedPeople(drizzle(pool))
})

afterAll(async () => {
  await pool.end()
  await server.stop()
  await postgres.stop()
})

const asOwner = async (method: string, path = '') =>
  call(server, `/api/v1/organizations/org_dev${path}`, { method, key: null, headers: await headersOf(server, 'owner') })
const endOf = async (path: string) => codeOf(await call(server, path, { key: key.secret }))
const rowsOf = async (table: string, column = 'organization_id') =>
  (await pool.query(`select 1 from ${table} where ${column} = 'org_dev'`)).rowCount

it('closes its keys and rooms within seconds, and opens them again when it is brought back', async () => {
  for (const id of ['one', 'two'])
    await call(server, '/api/v1/rooms', { method: 'POST', json: { id, access: 'public' } })
  expect((await asOwner('DELETE')).status).toBe(204)
  const isOver = async () => expect.poll(() => endOf('/api/v1/rooms'), { timeout: 5_000 }).toBe('ORGANIZATION_DELETED')
  await isOver()
  const client = new SyncForge({ endpoint: server.wsUrl, apiKey: key.publishable })
  await expect(client.joinRoom('one')).rejects.toMatchObject({ code: 'ORGANIZATION_DELETED' })
  client.close()
  expect((await asOwner('POST', '/restore')).status).toBe(200)
  await expect.poll(() => endOf('/api/v1/rooms'), { timeout: 5_000 }).toBe(undefined)
  // What was to be erased meanwhile is left alone.
  await new Promise((resolve) => setTimeout(resolve, graceMs + 1_000))
  expect([await endOf('/api/v1/rooms/one'), await rowsOf('rooms')]).toEqual([undefined, 2])
})

it('erases everything of it when its time is over', async () => {
  await asOwner('DELETE')
  expect(await rowsOf('audit_log')).toBeGreaterThan(0)
  await expect.poll(() => rowsOf('organizations', 'id'), { timeout: graceMs + 20_000 }).toBe(0)
  for (const table of ['rooms', 'members', 'api_keys', 'audit_log']) {
    await expect.poll(async () => [table, await rowsOf(table)]).toEqual([table, 0])
  }
  await expect.poll(() => endOf('/api/v1/rooms'), { timeout: 6_000 }).toBe('UNAUTHORIZED')
  expect(codeOf(await asOwner('GET'))).toBe('FORBIDDEN')
})
