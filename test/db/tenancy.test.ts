/** Migrations, queries and the walls between organizations, on the embedded PostgreSQL and on a server when there is one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig } from '@neondatabase/serverless'
import { scopes } from '@syncforge/protocol/rights'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '../../scripts/start/database/backend.ts'
import { openEmbedded } from '../../scripts/start/database/embedded.ts'
import { type NeonEndpoint, serveNeonEndpoint } from '../../scripts/start/database/neon-endpoint.ts'
import { removeDevelopmentKeys, seedDevelopment } from '../../scripts/start/database/seed.ts'
import { openServer } from '../../scripts/start/database/server.ts'
import { type Database, openDatabase } from '../../workers/db/client.ts'
import { openHttpSql } from '../../workers/db/http-sql.ts'
import { findKeyByHash, hashKey } from '../../workers/db/queries/api-keys.ts'
import { putRoomCopies, putRoomFacts, readRoomCopies } from '../../workers/db/queries/mirrored/copies.ts'
import { listRooms, positionOf } from '../../workers/db/queries/room-list.ts'
import { deleteRoom, findRoom, insertRoom, type RoomRecord, updateRoom } from '../../workers/db/queries/rooms.ts'
import { organizations } from '../../workers/db/schema/organizations.ts'
import { migrationsFolder } from '../kit/database.ts'
import { startPostgres } from '../kit/postgres.ts'
import { roomRow } from '../kit/room-row.ts'
import { startServer } from '../kit/server.ts'

const password = 'only-for-this-test'
const keysSecret = 'only-for-this-test-too'
const connectionString = `postgresql://test:${password}@localhost/test`

interface Opened {
  open(prepare: (db: Database) => Promise<void>): Promise<Backend>
  end(): Promise<void>
}

const embedded = async (): Promise<Opened> => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-db-'))
  return {
    open: (prepare) => openEmbedded(folder, migrationsFolder, prepare),
    end: () => rm(folder, { recursive: true, force: true }),
  }
}

const postgres = await startPostgres()
const server = async (): Promise<Opened> => {
  if ('missing' in postgres) throw new Error(postgres.missing)
  return { open: (prepare) => openServer(new URL(postgres.url), migrationsFolder, prepare), end: postgres.stop }
}

const room = (id: string) => ({ ...roomRow(id), metadata: { of: id }, persistence: 'memory' }) as const

/** Ids that would run into each other if a key were glued together, or break a query if one were. */
const awkward = [
  'org',
  'org:a',
  'org:a:b',
  'org","x',
  "org'--",
  'org%',
  'org_',
  'org\\',
  'org\u0001',
  'ORG',
  'org ',
  '["org"]',
]

const suites = [
  { name: 'embedded', make: embedded, missing: undefined },
  { name: 'server', make: server, missing: 'missing' in postgres ? postgres.missing : undefined },
]

describe.each(suites)('PostgreSQL: $name', ({ name, make, missing }) => {
  if (missing) {
    // Reported as skipped, by name.
    it.runIf(false)(`needs a PostgreSQL server: ${missing}`, () => expect.unreachable())
    return
  }
  let opened: Opened
  let backend: Backend
  let endpoint: NeonEndpoint
  let db: Database
  beforeAll(async () => {
    opened = await make()
    backend = await opened.open(seedDevelopment(keysSecret))
    endpoint = await serveNeonEndpoint(backend, password)
    db = openDatabase({ DATABASE_URL: connectionString, NEON_ENDPOINT: endpoint.url })
    await db.insert(organizations).values(awkward.map((id) => ({ id, name: 'Awkward' })))
  })
  afterAll(async () => {
    await endpoint.close()
    await opened.end()
  })

  describe('the endpoint', () => {
    const post = async (body: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        headers: { 'neon-connection-string': connectionString, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }

    it('gives raw text, typed by the driver', async () => {
      const query = `select 7::int4 as i, 9007199254740993::int8 as b, true as t, null as n, '{"a":[1]}'::jsonb as j,
        array['x','y'] as l, '2026-01-02T03:04:05.678Z'::timestamptz at time zone 'UTC' as at, $1::text as p`
      const { status, body } = await post({ query, params: ['it’s'] })
      expect(status).toBe(200)
      expect(body).toMatchObject({ command: 'SELECT', rowCount: 1, rowAsArray: true })
      expect(body.rows).toEqual([
        ['7', '9007199254740993', 't', null, '{"a": [1]}', '{x,y}', '2026-01-02 03:04:05.678', 'it’s'],
      ])
    })

    it('is understood alike by Neon’s own driver and by ours', async () => {
      neonConfig.fetchEndpoint = endpoint.url
      const query = `select 7::int4 as i, (-3)::int2 as s, 9007199254740993::int8 as b, 1.5::float8 as f, 2.5::float4 as g, 12.30::numeric as m,
        true as t, false as u, null as n, $1::jsonb as j, '"text"'::json as k, $2::text as p, $3::bytea as raw, $4::bool as w, $5::int8 as v,
        '2026-01-02'::date::text as d, 42::oid as o`
      const params = [
        { a: [1, 'it’s', null] },
        'back\\slash "and" {braces}',
        Buffer.from([0, 92, 255]),
        false,
        1234567890123456789n,
      ]
      const stock = await neon(connectionString, { fullResults: true }).query(query, params)
      const ours = await openHttpSql(connectionString, endpoint.url).one({ query, params }, 'objects')
      // Bytes are a Buffer there and plain bytes here.
      const [row] = stock.rows as readonly Readonly<Record<string, unknown>>[]
      expect(ours.rows).toEqual([{ ...row, raw: new Uint8Array(row?.raw as Buffer) }])
      expect(ours).toMatchObject({ command: stock.command, rowCount: stock.rowCount })
      const wrong = { query: "insert into organizations (id, name) values ('org', 'org')", params: [] }
      const told = await neon(connectionString).query(wrong.query).catch(Object)
      expect(await openHttpSql(connectionString, endpoint.url).one(wrong, 'arrays').catch(Object)).toMatchObject({
        message: told.message,
        code: '23505',
        constraint: told.constraint,
        detail: told.detail,
      })
      await expect(
        openHttpSql(connectionString, endpoint.url).one({ query: 'select $1', params: [[1]] }, 'arrays'),
      ).rejects.toThrow(TypeError)
    })

    it('passes errors on with their SQLSTATE', async () => {
      const { status, body } = await post({
        query: 'insert into organizations (id, name) values ($1, $1)',
        params: ['org'],
      })
      expect(status).toBe(400)
      expect(body).toMatchObject({ code: '23505', constraint: 'organizations_pkey' })
      expect((await post({ query: 'select * from nothing' })).body).toMatchObject({ code: '42P01' })
    })

    it('runs a batch as a whole or not at all', async () => {
      const insert = (id: string) => ({ query: 'insert into organizations (id, name) values ($1, $1)', params: [id] })
      const failed = await post({ queries: [insert('batch-1'), insert('org')] })
      expect([failed.status, failed.body.code]).toEqual([400, '23505'])
      const count = { query: "select count(*) from organizations where id like 'batch-%'" }
      expect((await post(count)).body.rows).toEqual([['0']])
      const done = await post({ queries: [insert('batch-1'), insert('batch-2'), count] })
      expect((done.body.results as { rows: unknown }[])[2]?.rows).toEqual([['2']])
      const isolated = await post(
        { queries: [{ query: 'show transaction_isolation' }, insert('batch-3')] },
        { 'neon-batch-isolation-level': 'Serializable', 'neon-batch-read-only': 'true' },
      )
      expect([isolated.status, isolated.body.code]).toEqual([400, '25006'])
    })

    it('knows statements by heart, also those that came with one that failed, and more than it can keep', async () => {
      const greet = { query: 'select $1::text as one, 1 as kept', params: ['a'] }
      const wrong = { query: 'select 1 / $1::int', params: ['0'] }
      for (const queries of [
        [greet, wrong],
        [wrong, greet],
      ]) {
        expect((await post({ queries })).body.code).toBe('22012')
        expect((await post(greet)).body.rows).toEqual([['a', '1']])
        expect((await post({ ...wrong, params: ['1'] })).body.rows).toEqual([['1']])
      }
      for (let index = 0; index < 600; index += 1) {
        const { body } = await post({ query: `select ${index}, $1::text`, params: ['x'] })
        if (index % 100 === 0) expect(body.rows).toEqual([[String(index), 'x']])
      }
      expect((await post({ ...greet, params: ['again'] })).body.rows).toEqual([['again', '1']])
      // What is prepared costs the server memory.
      const { body } = await post({ query: 'select count(*) from pg_prepared_statements' })
      expect(Number((body.rows as string[][])[0]?.[0])).toBeLessThan(510)
    })

    it('refuses a wrong password, another address, a broken body and one that is too large', async () => {
      const wrong = { 'neon-connection-string': 'postgresql://test:wrong@localhost/test' }
      expect((await post({ query: 'select 1' }, wrong)).status).toBe(401)
      expect((await post({ query: 'select 1' }, { 'neon-connection-string': '' })).status).toBe(401)
      expect((await post('{"query":')).status).toBe(400)
      expect((await post({ query: 1 })).status).toBe(400)
      expect((await post({ query: `select '${'x'.repeat(65 * 1024 * 1024)}'` })).status).toBe(400)
      const other = new URL('/other', endpoint.url)
      const headers = { 'neon-connection-string': connectionString }
      expect((await fetch(other, { method: 'POST', headers, body: '{}' })).status).toBe(404)
      expect((await post({ query: 'select 1' })).status).toBe(200)
    })
  })

  it('[L28] no organization sees or changes another’s room, whatever its id looks like', async () => {
    for (const id of awkward)
      expect(await insertRoom(db, { organizationId: id, roomsMax: null }, room('a:b'), 'deleted')).toMatchObject({
        id: 'a:b',
      })
    for (const [index, id] of awkward.entries()) {
      await updateRoom(db, id, 'a:b', { name: `of ${index}` })
      expect(await insertRoom(db, { organizationId: id, roomsMax: null }, room('a:b'), 'deleted')).toBeUndefined()
      expect(await findRoom(db, id, 'a')).toBeUndefined()
    }
    for (const [index, id] of awkward.entries()) {
      expect((await listRooms(db, id, { limit: 100 })).map((found) => found.name)).toEqual([`of ${index}`])
    }
    expect(await deleteRoom(db, 'org', 'a:b')).toBe(true)
    expect(await deleteRoom(db, 'org', 'a:b')).toBe(false)
    expect(await listRooms(db, 'org', { limit: 100 })).toEqual([])
    expect(await findRoom(db, 'org:a', 'a:b')).toMatchObject({ name: 'of 1' })
  })

  describe('the mirror of a room', () => {
    const registered = async (id: string) => {
      const made = await insertRoom(db, { organizationId: 'ORG', roomsMax: null }, room(id), 'deleted')
      if (made === undefined) throw new Error(`${id} is there already`)
      return { organizationId: 'ORG', roomId: id, createdAt: made.createdAt.getTime() }
    }
    const copy = (key: string, sequence: number, bytes = 1) => ({
      kind: 'document',
      key,
      sequence,
      bytes: new Uint8Array(bytes).fill(sequence),
      digest: `of ${sequence}`,
    })
    const fact = (sequence: number) => ({ sequence, kind: 'told', body: { n: [sequence, 'ü'] }, at: 1_000 + sequence })
    const readFacts = async (roomId: string) =>
      (
        await backend.run({
          query:
            'SELECT sequence, kind, body, extract(epoch FROM happened_at) * 1000 FROM room_facts WHERE room_id = $1 ORDER BY sequence',
          params: [roomId],
        })
      ).rows

    it('keeps the highest sequence of a copy, however often and late others come', async () => {
      const id = await registered('mirror-late')
      expect(await putRoomCopies(db, id, [copy('a', 5)])).toBe(true)
      for (const late of [5, 4, 1]) expect(await putRoomCopies(db, id, [copy('a', late)])).toBe(false)
      const only = { kind: 'document', key: 'a', sequence: 5, bytes: Uint8Array.of(5), digest: 'of 5' }
      const page = await readRoomCopies(db, id, null, 1_000)
      expect(page).toEqual({ copies: [{ ...only, at: expect.any(Number) }], hasMore: false, lastFact: 0 })
      expect(await putRoomCopies(db, id, [copy('a', 6)])).toBe(true)
      expect((await readRoomCopies(db, id, null, 1_000))?.copies).toMatchObject([{ sequence: 6, digest: 'of 6' }])
    })

    it('has every fact once, whatever is repeated and in whatever order it comes', async () => {
      const id = await registered('mirror-facts')
      expect(await putRoomFacts(db, id, [fact(3), fact(4)])).toBe(true)
      expect(await putRoomFacts(db, id, [fact(1), fact(2), fact(3)])).toBe(true)
      expect(await putRoomFacts(db, id, [fact(4), fact(3)])).toBe(false)
      const rows = [1, 2, 3, 4].map((n) => [String(n), 'told', `{"n": [${n}, "ü"]}`, expect.stringMatching(/^100\d/)])
      expect(await readFacts('mirror-facts')).toEqual(rows)
      expect((await readRoomCopies(db, id, null, 1_000))?.lastFact).toBe(4)
    })

    it('takes facts about names that PostgreSQL cannot hold, and those beside them', async () => {
      const id = await registered('mirror-names')
      const named = { sequence: 1, kind: 'told', body: { name: 'a\0b\ud800c\u{1f680}' }, at: 1_001 }
      expect(await putRoomFacts(db, id, [named, fact(2)])).toBe(true)
      const stored = await readFacts('mirror-names')
      expect(stored.map(([sequence]) => sequence)).toEqual(['1', '2'])
      expect(JSON.parse(String(stored[0]?.[2]))).toEqual({ name: 'a\ufffdb\ufffdc\u{1f680}' })
    })

    it('comes back in pages: of so many bytes together, or one copy that is larger', async () => {
      const id = await registered('mirror-pages')
      for (const [key, bytes] of Object.entries({ a: 40, b: 50, c: 200, d: 10, e: 90 })) {
        await putRoomCopies(db, id, [copy(key, 1, bytes)])
      }
      const pages: string[] = []
      for (let after: { kind: string; key: string } | null = null, hasMore = true; hasMore; ) {
        const page = await readRoomCopies(db, id, after, 100)
        hasMore = page?.hasMore ?? false
        after = page?.copies.at(-1) ?? null
        pages.push(page?.copies.map(({ key }) => key).join('') ?? '')
      }
      expect(pages).toEqual(['ab', 'c', 'de'])
    })

    it('[L11] takes and gives nothing for a room that was deleted, or made anew under its id', async () => {
      const first = await registered('mirror-again')
      await putRoomCopies(db, first, [copy('a', 7)])
      await deleteRoom(db, 'ORG', 'mirror-again')
      expect(await putRoomCopies(db, first, [copy('a', 8)])).toBe(false)
      expect(await putRoomFacts(db, first, [fact(1)])).toBe(false)
      expect(await readRoomCopies(db, first, null, 1_000)).toBeNull()
      const second = await registered('mirror-again')
      expect(await putRoomCopies(db, first, [copy('a', 9)])).toBe(false)
      expect(await putRoomFacts(db, first, [fact(1)])).toBe(false)
      expect(await readRoomCopies(db, first, null, 1_000)).toBeNull()
      expect(await readRoomCopies(db, second, null, 1_000)).toEqual({ copies: [], hasMore: false, lastFact: 0 })
      expect(await readFacts('mirror-again')).toEqual([])
    })
  })

  it('keeps no key, only its hash, and says whose it is', async () => {
    const found = await findKeyByHash(db, await hashKey('sk_dev_syncforge'))
    expect(found).toEqual({
      id: 'key_dev_secret',
      kind: 'secret',
      organizationId: 'org_dev',
      createsRoomsOnJoin: true,
      allowedOrigins: [],
      scopes: [...scopes],
      expiresAt: null,
      revokedAt: null,
      secrets: [{ hash: await hashKey('sk_dev_syncforge'), signingSecret: expect.any(String), endsAt: null }],
    })
    expect(await findKeyByHash(db, 'sk_dev_syncforge')).toBeUndefined()
    const { rows } = await backend.run({ query: 'select api_keys::text from api_keys', params: [] })
    expect(JSON.stringify(rows)).not.toContain('dev_syncforge')
  })

  it('lists newest first, and goes on exactly where a page ended', async () => {
    for (const id of ['p1', 'p2', 'p3', 'p4', 'p5'])
      await insertRoom(db, { organizationId: 'org_dev', roomsMax: null }, room(id), 'deleted')
    const first = await listRooms(db, 'org_dev', { limit: 2 })
    const after = positionOf(first[1] as RoomRecord, '-createdAt')
    const rest = await listRooms(db, 'org_dev', { limit: 10, after })
    expect([...first, ...rest].map(({ id }) => id)).toEqual(['p5', 'p4', 'p3', 'p2', 'p1'])
  })

  it('migrates again without a change, and takes the development keys away for production', async () => {
    await endpoint.close()
    backend = await opened.open(seedDevelopment(keysSecret))
    await backend.close()
    backend = await opened.open(removeDevelopmentKeys)
    endpoint = await serveNeonEndpoint(backend, password)
    db = openDatabase({ DATABASE_URL: connectionString, NEON_ENDPOINT: endpoint.url })
    expect(await findKeyByHash(db, await hashKey('pk_dev_syncforge'))).toBeUndefined()
    expect(await findRoom(db, 'org_dev', 'p1')).toMatchObject({ metadata: { of: 'p1' } })
  })

  if (name === 'server') {
    it('lets several starts migrate one new database at once', async () => {
      if ('missing' in postgres) throw new Error(postgres.missing)
      const fresh = new URL(postgres.url)
      await backend.run({ query: 'create database several', params: [] })
      fresh.pathname = '/several'
      const starts = await Promise.all(
        [1, 2, 3].map(() => openServer(fresh, migrationsFolder, seedDevelopment(keysSecret))),
      )
      const { rows } = await (starts[0] as Backend).run({ query: 'select count(*) from api_keys', params: [] })
      expect(rows).toEqual([['2']])
      await Promise.all(starts.map((start) => start.close()))
    })

    it('serves from it when DATABASE_URL says so', async () => {
      if ('missing' in postgres) throw new Error(postgres.missing)
      const fresh = new URL(postgres.url)
      await backend.run({ query: 'create database served', params: [] })
      fresh.pathname = '/served'
      const syncforge = await startServer({ env: { DATABASE_URL: fresh.href } })
      try {
        const rooms = `${syncforge.url}/api/v1/rooms`
        const headers = { authorization: 'Bearer sk_dev_syncforge', 'content-type': 'application/json' }
        const made = await fetch(rooms, { method: 'POST', headers, body: '{"id":"on-a-server","metadata":{"a":[1]}}' })
        expect(made.status).toBe(201)
        const listed = (await (await fetch(rooms, { headers })).json()) as { rooms: unknown[] }
        expect(listed.rooms).toMatchObject([{ id: 'on-a-server', metadata: { a: [1] } }])
      } finally {
        await syncforge.stop()
      }
    })
  }
})
