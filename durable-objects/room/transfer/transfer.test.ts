/** A room as a file: all of it comes along, what is not whole is refused whole, older files are brought up to date. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Version } from '@syncforge/protocol/versions'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { storedRoom } from '../../test/postgres.ts'
import { ringAll, wakeupsOf } from '../../test/shell-values.ts'
import { actor, askAs as ask, freshRoom, joinNative, replyOf, roomAddress, roomOnDisk, until } from '../../test-kit.ts'
import { tableOwners } from '../open.ts'
import type { ExportHeader } from './export.ts'
import { ChunkKind, createFileReader, createFileWriter } from './export-file.ts'
import type { StagedImport } from './import.ts'
import { decodeRows, encodeRows, type TableRows } from './tables.ts'
import { createTransfer, keepMs } from './transfer.ts'

type Room = ReturnType<typeof freshRoom>

const name = roomAddress()

const exported = async (room: Room, about: unknown = { name: 'a room' }): Promise<Uint8Array> => {
  const stream = (await replyOf(room.exportFile(about, name))) as ReadableStream<Uint8Array>
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
const streamOf = (file: Uint8Array, pieceBytes = 65_536): ReadableStream<Uint8Array> => {
  let at = 0
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (at >= file.length) return controller.close()
      controller.enqueue(file.slice(at, at + pieceBytes))
      at += pieceBytes
    },
  })
}
const stage = async (room: Room, file: Uint8Array, pieceBytes?: number) =>
  (await replyOf(room.stageImport(streamOf(file, pieceBytes), name, false))) as StagedImport
const imported = async (room: Room, file: Uint8Array, pieceBytes?: number) => {
  const { id } = await stage(room, file, pieceBytes)
  await replyOf(room.commitImport(id, name))
}

/** Two people write in two documents; versions, deletions, a ban. */
const busyRoom = async () => {
  const room = freshRoom()
  for (const document of ['default', 'notes/second']) {
    const doc = new Y.Doc()
    const write = async (userId: string, edit: (text: Y.Text) => void) => {
      const before = Y.encodeStateVector(doc)
      doc.clientID = userId === 'ada' ? 11 : 22
      edit(doc.getText('content'))
      await ask(room, 'documents.update', { name: document, update: Y.encodeStateAsUpdate(doc, before) }, userId)
    }
    await write('ada', (text) => text.insert(0, 'Grüße 🚀 from Ada. '))
    await ask(room, 'versions.create', { document, name: 'draft' }, 'ada')
    await write('bob', (text) => text.insert(text.length, 'Bob went on.'))
    await write('bob', (text) => text.delete(0, 6))
  }
  await room.moderate({ kind: 'kick', userId: 'mallory', claimsOnly: false, ban: { forMs: null } }, name)
  return room
}

const pictureOf = async (room: Room) => {
  const documents = (await ask(room, 'documents.list', {})) as { name: string }[]
  return Promise.all(
    documents.map(async (document) => {
      const at = { document: document.name }
      const versions = (await ask(room, 'versions.list', at)) as Version[]
      return {
        document,
        content: await ask(room, 'documents.read', { name: document.name, format: 'json' }),
        versions,
        states: await Promise.all(versions.map(({ id }) => ask(room, 'versions.get', { id }))),
        blame: await ask(room, 'history.blame', at),
        log: await ask(room, 'history.log', at),
        replay: await ask(room, 'history.replay', { ...at, from: 0, to: Date.now() + 1_000 }),
      }
    }),
  )
}

const transferTables = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name GLOB 'room_carry_*'").toArray(),
  )
const isUntouched = async (room: Room) => {
  expect(await ask(room, 'documents.list', {})).toEqual([])
  expect(await transferTables(room)).toEqual([])
}

/** A file taken apart, to be changed and put together again with good checksums. */
const takeApart = (file: Uint8Array) => {
  let header: ExportHeader | null = null
  const tables: TableRows[] = []
  const reader = createFileReader((kind, payload) => {
    if (kind === ChunkKind.header) header = JSON.parse(decoding.readVarString(decoding.createDecoder(payload)))
    else tables.push(decodeRows(payload))
  })
  reader.push(file)
  reader.finish()
  if (header === null) throw new Error('no header')
  return { header: header as ExportHeader, tables }
}
const join = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const headerChunk = (header: unknown) =>
  [ChunkKind.header, encoding.encode((encoder) => encoding.writeVarString(encoder, JSON.stringify(header)))] as const
const rowsChunk = (rows: TableRows) => [ChunkKind.rows, encodeRows(rows)] as const
const fileOf = (chunks: readonly (readonly [ChunkKind, Uint8Array])[]) => {
  const writer = createFileWriter()
  return join([writer.start(), ...chunks.map(([kind, payload]) => writer.chunk(kind, payload)), writer.end()])
}
const putTogether = (header: unknown, tables: readonly TableRows[]) =>
  fileOf([headerChunk(header), ...tables.map(rowsChunk)])

test('[BEY-6] everything comes along: documents, versions, who wrote what and when, who is banned; and it goes on from there', async () => {
  const [room, copy] = [await busyRoom(), freshRoom()]
  const file = await exported(room, { name: 'Plans', metadata: { team: 7 } })
  const staged = await stage(copy, file)
  expect(staged.room).toEqual({ name: 'Plans', metadata: { team: 7 } })
  await replyOf(copy.commitImport(staged.id, name))
  expect(await pictureOf(copy)).toEqual(await pictureOf(room))
  await expect(joinNative(copy, { user: { userId: 'mallory', userInfo: {}, verified: true } })).rejects.toThrow(
    'BANNED',
  )
  expect([await transferTables(room), await transferTables(copy)]).toEqual([[], []])
  const wakesFor = await runInDurableObject(copy, (_, { storage }) => Object.keys(wakeupsOf(storage)))
  expect(wakesFor).toContain('documents')

  const doc = new Y.Doc()
  doc.getText('more').insert(0, 'after the import')
  const { sequence } = (await ask(copy, 'documents.update', {
    name: 'default',
    update: Y.encodeStateAsUpdate(doc),
  })) as { sequence: number }
  const highest = await runInDurableObject(
    room,
    (_, { storage }) => storage.sql.exec<{ at: number }>('SELECT MAX(sequence) AS at FROM documents_log').one().at,
  )
  expect(sequence).toBeGreaterThan(highest)
  await evictDurableObject(copy)
  expect(await ask(copy, 'documents.read', { name: 'default', format: 'json' })).toMatchObject({
    content: { more: 'after the import' },
  })
  const [draft] = ((await ask(copy, 'versions.list', { document: 'default' })) as Version[]).filter(
    (v) => v.name === 'draft',
  )
  await ask(copy, 'versions.restore', { id: draft?.id })
  expect(await ask(copy, 'documents.read', { name: 'default', format: 'json' })).toMatchObject({
    content: { content: 'Grüße 🚀 from Ada. ' },
  })
})

test('the file is the room at one moment, however it is cut on its way and whatever is typed meanwhile', async () => {
  const [room, copy] = [await busyRoom(), freshRoom()]
  const before = await pictureOf(room)
  const stream = (await replyOf(room.exportFile({}, name))) as ReadableStream<Uint8Array>
  const late = new Y.Doc()
  late.getText('content').insert(0, 'typed while it was sent')
  await ask(room, 'documents.update', { name: 'default', update: Y.encodeStateAsUpdate(late) })
  const file = new Uint8Array(await new Response(stream).arrayBuffer())
  await imported(copy, file, 7)
  expect(await pictureOf(copy)).toEqual(before)
})

test('a room of several megabytes travels in chunks below the platform’s bound', async () => {
  const [room, copy] = [freshRoom(), freshRoom()]
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'x'.repeat(7_000_000))
  await ask(room, 'documents.update', { name: 'default', update: Y.encodeStateAsUpdate(doc) })
  const file = await exported(room)
  const sizes: number[] = []
  const reader = createFileReader((_, payload) => sizes.push(payload.length))
  reader.push(file)
  reader.finish()
  expect(sizes.length).toBeGreaterThan(4)
  expect(Math.max(...sizes)).toBeLessThan(2_000_000)
  await imported(copy, file)
  const read = (await ask(copy, 'documents.read', { name: 'default', format: 'text' })) as { content: string }
  expect(read.content).toHaveLength(7_000_000)
})

const seed = Math.floor(Math.random() * 2 ** 31)

test(`a file that is truncated or altered anywhere is refused whole and leaves nothing behind (seed ${seed})`, async () => {
  const random = prng.create(seed)
  const file = await exported(await busyRoom())
  const room = freshRoom()
  const cuts = [0, 1, 7, 8, 9, 12, file.length - 1, file.length - 32, file.length - 41]
  for (let i = 0; i < 120; i++) cuts.push(prng.uint32(random, 0, file.length - 1))
  for (const at of cuts) {
    await expect(stage(room, file.subarray(0, at)), `cut at ${at}`).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
  }
  for (let i = 0; i < 250; i++) {
    const at = i < 60 ? i : prng.uint32(random, 0, file.length - 1)
    const altered = file.slice()
    altered[at] = (altered[at] ?? 0) ^ (1 << prng.uint32(random, 0, 7))
    await expect(stage(room, altered), `flipped at ${at}`).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
  }
  for (const extended of [join([file, Uint8Array.of(0)]), join([file, file])]) {
    await expect(stage(room, extended)).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
  }
  await isUntouched(room)
  await imported(room, file)
}, 60_000)

test('chunks that are whole but left out, doubled or moved are noticed', async () => {
  const file = await exported(await busyRoom())
  const chunks: Uint8Array[] = []
  for (let at = 8; at < file.length; ) {
    const length = new DataView(file.buffer, at + 1).getUint32(0) + 9
    chunks.push(file.subarray(at, at + length))
    at += length
  }
  const [header, first, second, ...rest] = chunks as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]]
  const magic = file.subarray(0, 8)
  const room = freshRoom()
  for (const parts of [
    [header, second, ...rest],
    [header, first, first, second, ...rest],
    [header, second, first, ...rest],
    [first, header, second, ...rest],
    [header, header, first, second, ...rest],
    [first, second, ...rest],
  ]) {
    await expect(stage(room, join([magic, ...parts]))).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
  }
  await isUntouched(room)
})

test('a file of a newer server or another format is refused', async () => {
  const file = await exported(await busyRoom())
  const { header, tables } = takeApart(file)
  const room = freshRoom()
  const newer = putTogether({ ...header, migrations: [...header.migrations, 'documents/99-of-tomorrow'] }, tables)
  await expect(stage(room, newer)).rejects.toThrow('documents/99-of-tomorrow')
  const other = file.slice()
  other[7] = 2
  await expect(stage(room, other)).rejects.toThrow('another version')
  const [mine, rows] = [headerChunk(header), tables.map(rowsChunk)]
  for (const chunks of [[], rows, [...rows, mine], [mine, mine, ...rows], [headerChunk({ hello: 1 })]]) {
    await expect(stage(room, fileOf(chunks))).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
  }
  await isUntouched(room)
})

test('a file of an older server is brought up to date: its tables as they were then, its rows, what has come since', async () => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'from long ago')
  const bytes = Y.encodeStateAsUpdate(doc)
  const rows: TableRows[] = [
    { table: 'documents_document', columns: ['id', 'name', 'created_at'], rows: [[3, 'default', 1_000]] },
    {
      table: 'documents_log',
      columns: ['sequence', 'document', 'part', 'bytes', 'checksum'],
      rows: [[41, 3, 0, bytes.slice().buffer, crc32(bytes)]],
    },
  ]
  // A server on which nobody was remembered who had left.
  const migrations = ['room/1-tables', 'documents/1-tables']
  const room = freshRoom()
  await imported(room, putTogether({ exportedAt: 1, room: {}, migrations }, rows))
  expect(await ask(room, 'documents.read', { name: 'default', format: 'text' })).toMatchObject({
    content: 'from long ago',
  })
  const more = new Y.Doc()
  more.getText('content').insert(0, '!')
  const update = Y.encodeStateAsUpdate(more)
  expect(await ask(room, 'documents.update', { name: 'default', update })).toEqual({ sequence: 42 })
  expect(await ask(room, 'presence.listDeparted', {})).toEqual([])
})

test('rows for places that are none are refused, and the room is as it was', async () => {
  const { header, tables } = takeApart(await exported(await busyRoom()))
  const [first] = tables
  if (first === undefined) throw new Error('no rows')
  const foreign: TableRows[] = [
    {
      table: 'actor_value',
      columns: ['key', 'value'],
      rows: [['name', '{"organizationId":"org_other","roomId":"r","createdAt":1}']],
    },
    { table: 'actor_migration', columns: ['id'], rows: [['documents/99']] },
    { table: 'documents_mirror', columns: ['document', 'sequence'], rows: [[1, 9]] },
    { table: 'sqlite_master', columns: ['name'], rows: [['x']] },
    { table: 'documents_log"; DROP TABLE documents_log; --', columns: ['sequence'], rows: [[1]] },
    { table: 'documents_document', columns: ['id', 'name) VALUES (1, 2) --'], rows: [[1, 'x']] },
    { ...first, columns: [...first.columns.slice(1), '__proto__'] },
    { table: 'documents_document', columns: ['id', 'name', 'created_at'], rows: [[1, null, 1]] },
  ]
  for (const rows of foreign) {
    const room = freshRoom()
    const file = putTogether(header, [...tables, rows])
    await expect(stage(room, file), rows.table).rejects.toMatchObject({ code: 'EXPORT_INVALID' })
    await isUntouched(room)
  }
})

test('a crash between a file and its place leaves the room as it was; the file can be sent again', async () => {
  const [file, room] = [await exported(await busyRoom()), freshRoom()]
  const { id } = await stage(room, file)
  expect(await transferTables(room)).not.toEqual([])
  await evictDurableObject(room)
  await expect(replyOf(room.commitImport(id, name))).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  await isUntouched(room)
  await imported(room, file)
  await expect(replyOf(room.commitImport(id, name))).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
})

test('[L11] a file that comes for a later life of the room finds it empty; whoever gives up an earlier one leaves the later one alone', async () => {
  const [source, room] = [await busyRoom(), freshRoom()]
  const file = await exported(source)
  const [first, later] = [roomAddress({ roomId: 'lives' }), roomAddress({ roomId: 'lives', createdAt: 2 })]
  const { id: before } = (await replyOf(room.stageImport(streamOf(file), first, false))) as StagedImport
  await replyOf(room.commitImport(before, first))
  storedRoom('lives').createdAt = later.createdAt
  const { id } = (await replyOf(room.stageImport(streamOf(file), later, false))) as StagedImport
  await expect(replyOf(room.commitImport(id, first))).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  await replyOf(room.commitImport(id, later))
  expect(await room.abandon(first)).toBe(true)
  const read = () => room.ask('documents.read', { name: 'default', format: 'text' }, actor(later))
  expect(await read()).toMatchObject({ reply: { content: expect.stringMatching(/./) } })
})

test('a new room takes a file without asking for a copy; when it was made anew meanwhile it says so', async () => {
  const file = await exported(await busyRoom())
  const room = freshRoom()
  // Two requests make it at the same time: the registration of the first is gone before its file is there.
  const [first, second] = [roomAddress({ roomId: 'twice' }), roomAddress({ roomId: 'twice', createdAt: 2 })]
  storedRoom('twice').createdAt = second.createdAt
  const stageFor = (address: typeof first) => replyOf(room.stageImport(streamOf(file), address, true))
  await stageFor(first)
  const { id } = (await stageFor(second)) as StagedImport
  await expect(stageFor(first)).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  await replyOf(room.commitImport(id, second))
  expect(storedRoom('twice').calls).toEqual([])
  expect(await replyOf(room.ask('documents.list', {}, actor(second)))).toHaveLength(2)
})

test('a room that was never finished is given up with all that is in it; one that was entered or asked stays, awake or not', async () => {
  const file = await exported(await busyRoom())
  const filled = async (roomId: string) => {
    const [room, address] = [freshRoom(), roomAddress({ roomId })]
    const { id } = (await replyOf(room.stageImport(streamOf(file), address, true))) as StagedImport
    await replyOf(room.commitImport(id, address))
    const read = () => room.ask('documents.read', { name: 'default', format: 'text' }, actor(address))
    return { room, address, read }
  }
  const unfinished = await filled('unfinished')
  expect(await unfinished.room.abandon(unfinished.address)).toBe(true)
  expect(await unfinished.read()).toMatchObject({ reply: { content: '' } })
  const [asked, entered] = [await filled('asked'), await filled('entered')]
  const uses = [
    { ...asked, use: asked.read },
    { ...entered, use: () => joinNative(entered.room, entered.address) },
  ]
  for (const { room, address, read, use } of uses) {
    await use()
    expect(await room.abandon(address)).toBe(false)
    await evictDurableObject(room)
    expect(await room.abandon(address)).toBe(false)
    expect(await read()).toMatchObject({ reply: { content: expect.stringMatching(/./) } })
  }
})

test('a room in which something was written is not imported into, also when it was written while the file was on its way', async () => {
  const file = await exported(await busyRoom())
  const [written, room] = [await busyRoom(), freshRoom()]
  const before = await pictureOf(written)
  await expect(stage(written, file)).rejects.toMatchObject({ code: 'ROOM_EXISTS' })
  expect(await pictureOf(written)).toEqual(before)
  const { id } = await stage(room, file)
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'first')
  await ask(room, 'documents.update', { name: 'default', update: Y.encodeStateAsUpdate(doc) })
  await expect(replyOf(room.commitImport(id, name))).rejects.toMatchObject({ code: 'ROOM_EXISTS' })
  expect(await ask(room, 'documents.read', { name: 'default', format: 'text' })).toMatchObject({ content: 'first' })
  expect(await transferTables(room)).toEqual([])
})

test('people who are in the empty room come back to what was imported', async () => {
  const [file, room] = [await exported(await busyRoom()), freshRoom()]
  const ada = await joinNative(room)
  await imported(room, file)
  expect(await until(() => ada.closed[0], 'the close')).toMatchObject({ code: 4503, reason: 'ROOM_UNAVAILABLE' })
  const again = await joinNative(room)
  again.step1()
  await until(() => again.documentMessages(1)[0], 'the content')
})

test('files that arrive at the same time do not touch each other: one gets the place', async () => {
  const [file, room] = [await exported(await busyRoom()), freshRoom()]
  const staged = await Promise.all([stage(room, file, 50), stage(room, file, 70), stage(room, file)])
  const outcomes = await Promise.allSettled(staged.map(({ id }) => replyOf(room.commitImport(id, name))))
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'in' : outcome.reason.code))).toEqual([
    'in',
    'ROOM_EXISTS',
    'ROOM_EXISTS',
  ])
  expect(await transferTables(room)).toEqual([])
})

test('files that nobody puts in their place have a bound and are given up after a while', async () => {
  const [file, room] = [await exported(await busyRoom()), freshRoom()]
  for (let i = 0; i < 4; i++) await stage(room, file)
  await expect(stage(room, file)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  await runInDurableObject(room, (_, { storage }) => ringAll(storage))
  await evictDurableObject(room)
  await runDurableObjectAlarm(room)
  expect(await transferTables(room)).toEqual([])
  await imported(room, file)

  const seen = await runInDurableObject(freshRoom(), async (_, { storage }) => {
    let now = 1_000_000
    const { imports, sweep } = createTransfer(
      roomOnDisk(storage),
      tableOwners,
      () => now,
      () => {},
    )
    const count = () => storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name GLOB 'room_carry_*'").toArray().length
    await imports.stage(streamOf(file))
    now += keepMs
    const kept = [sweep(now), count()]
    now += 1
    return { kept, after: [sweep(now), count()] }
  })
  expect(seen).toEqual({ kept: [1_000_000 + 2 * keepMs, 1], after: [null, 0] })
})

test('the file is what the documentation says: read here without any of the code that wrote it', async () => {
  const file = await exported(await busyRoom(), { name: 'Plans' })
  expect(Buffer.from(file.subarray(0, 8))).toEqual(Buffer.from('SFROOM\n\x01', 'latin1'))
  const view = new DataView(file.buffer)
  const seen: { kind: number; payload: Uint8Array }[] = []
  let at = 8
  while (at < file.length) {
    const length = view.getUint32(at + 1)
    const payload = file.subarray(at + 5, at + 5 + length)
    expect(view.getUint32(at + 5 + length)).toBe(crc32(file.subarray(at, at + 5 + length)))
    seen.push({ kind: view.getUint8(at), payload })
    at += length + 9
  }
  const digest = createHash('sha256')
    .update(file.subarray(0, file.length - 41))
    .digest()
  expect(Buffer.from(seen.at(-1)?.payload ?? [])).toEqual(digest)
  expect([seen[0]?.kind, seen.at(-1)?.kind, seen.slice(1, -1).every(({ kind }) => kind === 2)]).toEqual([1, 3, true])
})

test('an export that nobody reads to its end leaves nothing behind', async () => {
  const room = await busyRoom()
  const stream = (await replyOf(room.exportFile({}, name))) as ReadableStream<Uint8Array>
  const reader = stream.getReader()
  expect((await reader.read()).value?.slice(0, 6)).toEqual(new TextEncoder().encode('SFROOM'))
  await reader.cancel()
  for (let tries = 0; tries < 500 && (await transferTables(room)).length > 0; tries++) await scheduler.wait(5)
  expect(await transferTables(room)).toEqual([])
})
