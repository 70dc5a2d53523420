/** The end of an organization: closed at once for everybody, brought back by its owners, erased when its time is over. */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SyncForge } from '@syncforge/client'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, codeOf } from '../http/call.ts'
import { headersOf } from '../kit/members.ts'
import { openPool, type StartedPostgres, startPostgres } from '../kit/postgres.ts'
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
  pool = openPool(postgres)
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

/** Every row of a database with this text in it, by its table. Read from a copy, with what is still in its log: the server goes on writing. */
const rowsIn = async (path: string, text: string): Promise<readonly string[]> => {
  const copy = await mkdtemp(join(tmpdir(), 'syncforge-rows-'))
  for (const end of ['', '-wal']) await cp(path + end, join(copy, `rows.sqlite${end}`)).catch(() => {})
  const rows = new DatabaseSync(join(copy, 'rows.sqlite'))
  try {
    const tables = rows.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
    return tables.flatMap(({ name }) => {
      const all = rows.prepare(`SELECT * FROM "${name}"`)
      // The platform's own tables have moments that no number holds.
      all.setReadBigInts(true)
      return all
        .all()
        .map((row) =>
          Object.values(row)
            .map((value) => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer) : value))
            .join(' '),
        )
        .filter((row) => row.includes(text))
        .map((row) => `${name}: ${row.slice(0, 300)}`)
    })
  } finally {
    rows.close()
    await rm(copy, { recursive: true, force: true })
  }
}

/** What objects still have with this text, by their class. */
const keptWith = async (text: string): Promise<Readonly<Record<string, readonly string[]>>> => {
  const folder = join(server.dataDir, 'objects')
  const kept: Record<string, readonly string[]> = {}
  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith('.sqlite')) continue
    const rows = await rowsIn(join(folder, path), text)
    const name = dirname(path).replace(/^syncforge-/, '')
    if (rows.length > 0) kept[name] = [...(kept[name] ?? []), ...rows]
  }
  return kept
}

it('erases everything of it when its time is over, the rows of every object included', async () => {
  const json = (path: string, body: object) =>
    call(server, `/api/v1${path}`, { method: 'POST', key: key.secret, json: body })
  const client = new SyncForge({ endpoint: server.wsUrl, apiKey: key.publishable })
  const room = await client.joinRoom('one', { userId: 'grace' })
  room.getDocument().getText('text').insert(0, 'Written in org_dev')
  await room.flush()
  expect((await json('/users/grace/notifications', { kind: 'news', payload: { of: 'org_dev' } })).status).toBe(201)
  const url = 'https://hooks.example.com/none'
  expect((await json('/webhooks', { url, events: ['*'] })).status).toBe(201)
  // A control of the look itself: all four know whose they are.
  await expect
    .poll(async () => Object.keys(await keptWith('org_dev')), { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['Endpoint', 'Inbox', 'Organization', 'Room']))
  client.close()
  await asOwner('DELETE')
  expect(await rowsOf('audit_log')).toBeGreaterThan(0)
  await expect.poll(() => rowsOf('organizations', 'id'), { timeout: graceMs + 20_000 }).toBe(0)
  for (const table of ['rooms', 'members', 'api_keys', 'audit_log']) {
    await expect.poll(async () => [table, await rowsOf(table)]).toEqual([table, 0])
  }
  await expect.poll(() => endOf('/api/v1/rooms'), { timeout: 6_000 }).toBe('UNAUTHORIZED')
  expect(codeOf(await asOwner('GET'))).toBe('FORBIDDEN')
  await expect.poll(() => keptWith('org_dev'), { timeout: 60_000, interval: 500 }).toEqual({})
  expect(await keptWith('grace')).toEqual({})
}, 120_000)
