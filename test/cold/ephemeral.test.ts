/** Rooms in memory on a real server: what its disk and its database know of them, and what a crash leaves. */
import { cpSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../kit/folder.ts'
import { waitUntilMirrored } from '../kit/mirrored.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import {
  afterTest,
  createRoom,
  createToken,
  enter,
  freshRoomId,
  openNetwork,
  provide,
  rest,
  textOf,
  until,
} from '../sdk/kit.ts'

const open = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-ephemeral-'))
  let server: TestServer = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    dataDir,
    now: () => server,
    kill: () => server.kill(),
    async restart() {
      server = await startServer({ dataDir, port: server.port })
    },
  }
}

const createMemoryRoom = async (server: TestServer, settings: object = {}) => {
  const id = freshRoomId('ephemeral')
  await createRoom(server, { id, access: 'public', persistence: 'memory', ...settings })
  return id
}
const readText = async (server: TestServer, room: string) =>
  (await rest(server, `/rooms/${room}/document?format=text`)).text()

/** What every mark begins with: most files are looked through once. */
const markStart = 'mark-'

/** Which of `marks` are in a file under `folder`, or in a row of the database in it. */
const findMarks = async (folder: string, marks: readonly string[]): Promise<string[]> => {
  expect(marks.filter((mark) => !mark.startsWith(markStart))).toEqual([])
  const found = new Set<string>()
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(paths.some((path) => path.includes('/objects/'))).toBe(true)
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (bytes.includes(markStart)) for (const mark of marks) if (bytes.includes(mark)) found.add(mark)
  }
  // Rows may be compressed in their files: every row of every table is read as well, from a copy of the files.
  const copy = await temporaryFolder()
  cpSync(join(folder, 'postgres'), copy, { recursive: true })
  const database = await PGlite.create(copy)
  const tables = await database.query<{ name: string }>(
    "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
  )
  expect(tables.rows.map(({ name }) => name)).toContain('public.room_copies')
  for (const { name } of tables.rows) {
    const { rows } = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
    const text = rows.map(({ row }) => row).join('\n')
    for (const mark of marks) {
      const hex = Buffer.from(mark).toString('hex')
      if (text.includes(mark) || text.includes(hex)) found.add(mark)
    }
  }
  await database.close()
  return [...found]
}

test('[EPH-1] no file and no table knows what was said, typed, named or present in it, also after kill -9; a durable room is found', async () => {
  const world = await open()
  const server = world.now()
  const id = await createMemoryRoom(server, { graceMs: 60_000 })
  const marks = {
    typed: 'mark-typed-q81',
    byRest: 'mark-rest-q82',
    name: 'mark-name-q83',
    presence: 'mark-presence-q84',
    said: 'mark-said-q85',
    awareness: 'mark-awareness-q86',
    version: 'mark-version-q87',
    anchor: 'mark-anchor-q88',
    person: 'mark-person-q89',
    stock: 'mark-stock-q90',
    document: 'mark-document-q91',
    parked: 'mark-parked-q92',
  }
  // More than an attachment holds goes to a row.
  const presence = { secret: marks.presence, padding: 'x'.repeat(30_000) }
  const ada = await enter(server.wsUrl, id, { userId: marks.person, userInfo: { name: marks.name }, presence })
  const bob = await enter(server.wsUrl, id)
  const network = await openNetwork(server)
  const parked = await enter(network.endpoint, id, { presence: { secret: marks.parked } })
  const stock = provide(server.wsUrl, id)
  const token = await createToken(server, 'eve', { [id]: ['write'] })
  const verified = provide(server.wsUrl, id, token)
  await until('the stock clients are in', () => stock.provider.synced && verified.provider.synced)
  textOf(ada.room).insert(0, marks.typed)
  textOf(ada.room, marks.document).insert(0, 'x')
  stock.text.insert(0, marks.stock)
  ada.room.getAwareness().setLocalState({ user: { name: marks.awareness } })
  verified.provider.awareness.setLocalState({ user: { name: marks.awareness } })
  ada.room.cursors.update({ x: 1, y: 2, anchor: marks.anchor })
  ada.room.broadcast('chat', { text: marks.said })
  await ada.room.flush()
  await rest(server, `/rooms/${id}/broadcast`, {
    method: 'POST',
    body: JSON.stringify({ event: 'chat', payload: marks.said }),
  })
  await expect(ada.room.versions.create(marks.version)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await rest(server, `/rooms/${id}/participants/bob`, {
    method: 'PATCH',
    body: JSON.stringify({ access: 'read' }),
  })
  network.cut()
  network.goDown()
  textOf(bob.room).insert(0, marks.byRest)
  await bob.room.flush()
  verified.provider.destroy()
  await until('everything is there', () => textOf(bob.room).toString().includes(marks.stock))
  parked.client.close()
  // Content that goes from room to room, or out of one, goes past the disk as well.
  const fork = freshRoomId('fork')
  const forked = await rest(server, `/rooms/${id}/fork`, { method: 'POST', body: JSON.stringify({ id: fork }) })
  expect(await forked.json()).toMatchObject({ id: fork, persistence: 'memory' })
  await rest(server, `/rooms/${id}/merge`, { method: 'POST', body: JSON.stringify({ from: fork }) })
  expect(await readText(server, fork)).toContain(marks.typed)
  expect((await (await rest(server, `/rooms/${id}/export`)).arrayBuffer()).byteLength).toBeGreaterThan(100)

  // The control: what the same search finds of a room that is kept.
  const kept = freshRoomId('kept')
  await createRoom(server, { id: kept, access: 'public' })
  const carl = await enter(server.wsUrl, kept)
  const control = 'mark-control-q99'
  textOf(carl.room).insert(0, control)
  await carl.room.flush()
  await waitUntilMirrored(server, kept)

  const all = [...Object.values(marks), control]
  expect(await findMarks(world.dataDir, all)).toEqual([control])
  await world.kill()
  expect(await findMarks(world.dataDir, all)).toEqual([control])
  await world.restart()
  await until('ada is back', () => ada.room.status.get() === 'connected', 60_000)
  await ada.room.flush()
  expect(await readText(world.now(), id)).toContain(marks.typed)
  expect(await findMarks(world.dataDir, all)).toEqual([control])
  await rest(world.now(), `/rooms/${id}`, { method: 'DELETE' })
  expect(await findMarks(world.dataDir, all)).toEqual([control])
})

test('[L3] after kill -9 the people of the room fill it again from their copies, SDK and stock Yjs clients', async () => {
  const world = await open()
  const server = world.now()
  const id = await createMemoryRoom(server)
  const ada = await enter(server.wsUrl, id)
  const bob = await enter(server.wsUrl, id)
  const stock = provide(server.wsUrl, id)
  await until('the stock client is in', () => stock.provider.synced)
  textOf(ada.room).insert(0, 'ada ')
  stock.text.insert(0, 'stock ')
  await until('everybody has both', () =>
    [textOf(ada.room), textOf(bob.room), stock.text].every((text) => text.length === 'ada stock '.length),
  )
  await world.kill()
  textOf(ada.room).insert(0, 'while ')
  textOf(bob.room).insert(0, 'away ')
  await world.restart()
  const everything = 'ada stock while away '.length
  await until(
    'everybody has everything',
    () =>
      [textOf(ada.room), textOf(bob.room), stock.text].every((text) => text.length === everything) &&
      ada.room.sync.get() === 'saved' &&
      bob.room.sync.get() === 'saved',
    60_000,
  )
  expect(textOf(bob.room).toString()).toBe(textOf(ada.room).toString())
  expect(stock.text.toString()).toBe(textOf(ada.room).toString())
  const late = await enter(world.now().wsUrl, id)
  await late.room.getDocument().whenSynced
  expect(textOf(late.room).toString()).toBe(textOf(ada.room).toString())
  expect(ada.errors).toEqual([])
})
