/** [L54] Two minutes, after a heap has found its size, of people who come, write and leave: what the runtime holds and what the room stores stays the same. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as prng from 'lib0/prng'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { runtimeBytes } from '../kit/memory.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { createRoom, enter, freshRoomId, provide, until } from '../sdk/kit.ts'

const mib = 1024 * 1024
const warmUpMs = 150_000
const soakMs = 120_000
const sampleEveryMs = 4_000
const lettersMax = 5_000
/**
 * What the system counts, and the engine widens its heap in steps of 30 MB: with 3,000 visits the heap in use stayed between 15 and 24 MB
 * while this rose by 60. A visit that left 32 kB behind would show.
 */
const growthMaxBytes = 96 * mib

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** Rows of every table of the one room that has a document. */
const rowsStored = (): Readonly<Record<string, number>> => {
  const folder = join(server.dataDir, 'objects')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.sqlite') || name.endsWith('metadata.sqlite')) continue
    const database = new DatabaseSync(join(folder, name), { readOnly: true })
    try {
      const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]
      const ours = tables.map((table) => table.name).filter((table) => /^(room|documents)_/.test(table))
      if (!ours.includes('documents_log')) continue
      const count = (table: string) =>
        (database.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get() as { count: number }).count
      return Object.fromEntries(ours.map((table) => [table, count(table)]))
    } finally {
      database.close()
    }
  }
  throw new Error('no room is stored')
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test('memory and rows are flat under two minutes of joins, edits and leaves', async () => {
  const random = prng.create(Date.now() % 2 ** 31)
  const id = freshRoomId('soak')
  await createRoom(server, { id, access: 'public', graceMs: 500 })
  const host = await enter(server.wsUrl, id, { userId: 'host' })
  const edit = (doc: Y.Doc) => {
    const text = doc.getText('content')
    text.insert(prng.uint32(random, 0, text.length), prng.word(random, 3, 9))
    if (text.length > lettersMax) text.delete(0, 50)
  }
  let visits = 0
  const visit = async () => {
    visits += 1
    if (prng.bool(random)) {
      const { room, client } = await enter(server.wsUrl, id, { presence: { visits } })
      const doc = room.getDocument()
      await doc.whenSynced
      room.getAwareness().setLocalState({ visits })
      for (let n = 0; n < 5; n++) edit(doc)
      room.cursors.update({ x: visits, y: 0 })
      await room.flush()
      client.close()
    } else {
      const { doc, provider } = provide(server.wsUrl, id)
      await until('in', () => provider.synced)
      for (let n = 0; n < 5; n++) edit(doc)
      provider.destroy()
      // The awareness of a stock client lives, by a timer of its own, until its document is destroyed.
      doc.destroy()
    }
  }
  const startedAt = Date.now()
  const samples: number[] = []
  let sampledAt = startedAt + warmUpMs
  while (Date.now() < startedAt + warmUpMs + soakMs) {
    await Promise.all([visit(), visit(), visit()])
    edit(host.room.getDocument())
    if (Date.now() < sampledAt) continue
    sampledAt = Date.now() + sampleEveryMs
    samples.push(runtimeBytes(server))
  }
  await host.room.flush()
  await until('only the host is left', () => host.room.presence.getOthers().length === 0)
  // Nobody comes or goes any more: what was told of it has to leave the room.
  await until('the facts have reached Postgres', () => rowsStored().room_fact === 0, 90_000)
  const third = Math.floor(samples.length / 3)
  const [early, late] = [median(samples.slice(0, third)), median(samples.slice(-third))]
  const rows = rowsStored()
  console.log(samples.map((b) => Math.round(b / mib)).join(' '))
  console.log(
    `${visits} visits; ${Math.round(early / mib)} MiB, then ${Math.round(late / mib)} MiB; rows ${JSON.stringify(rows)}`,
  )
  expect((late - early) / mib).toBeLessThan(growthMaxBytes / mib)
  expect(rows.documents_log ?? 0).toBeLessThanOrEqual(5_500)
  expect(rows.documents_generation ?? 0).toBeLessThanOrEqual(2)
  // Name, settings, generation, own copy, wake-ups and what was told to Postgres: no place of anybody.
  expect(rows.actor_value ?? 0).toBeLessThanOrEqual(6)
  // One per client id that ever wrote: it says who wrote what.
  expect(rows.documents_client ?? 0).toBeLessThanOrEqual(visits + 2)
}, 420_000)
