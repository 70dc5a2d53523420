/** What is stored, what it is replaced by and when, and what happens when it is damaged, too large or half written. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import type { RoomError } from '@syncforge/protocol/errors'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Answer } from '../../../room/admission.ts'
import { changesTold, ringAll } from '../../../test/shell-values.ts'
import { actor, freshRoom, joinNative, until } from '../../../test-kit.ts'
import { createLoadGuard } from './load-guard.ts'
import type { DocumentStore } from './store.ts'

type Room = ReturnType<typeof freshRoom>

const countRows = (room: Room, table: string) =>
  runInDurableObject(
    room,
    (_, { storage }) => storage.sql.exec<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`).one().count,
  )
const change = (room: Room, sql: string, ...values: (number | string)[]) =>
  runInDurableObject(room, (_, { storage }) => void storage.sql.exec(sql, ...values))

const typed = (text: string, clientId = 1): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
const apply = async (room: Room, update: Uint8Array) =>
  expect(await room.ask('documents.update', { name: 'default', update }, actor())).toEqual({
    ok: true,
    reply: { sequence: expect.any(Number) },
  })
const read = (room: Room) => room.ask('documents.read', { name: 'default', format: 'text' }, actor())
const contentOf = async (room: Room): Promise<string> => {
  const answer = (await read(room)) as Answer
  return answer.ok ? (answer.reply as { content: string }).content : answer.error.code
}
/** Types `count` characters, one row each, and returns the text. */
const type = async (room: Room, count: number) => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < count; i++) doc.getText('content').insert(i, String(i % 10))
  for (const update of updates) await apply(room, update)
  return doc.getText('content').toString()
}
/** Somebody comes and leaves: the last leave compacts and proves. */
const settle = async (room: Room) => {
  const visitor = await joinNative(room)
  visitor.socket.close(1000)
  await until(() => visitor.closed[0], 'the goodbye')
}

test('[L9] a snapshot is written beside the rows that it covers; they go only when it was read back, and nothing is lost', async () => {
  const room = freshRoom()
  const text = await type(room, 520)
  expect(await countRows(room, 'documents_generation')).toBe(1)
  expect(await countRows(room, 'documents_log')).toBe(520)
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe(text)
  await settle(room)
  expect(await countRows(room, 'documents_generation')).toBe(1)
  expect(await countRows(room, 'documents_log')).toBe(0)
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe(text)
})

test('[L22] a snapshot that was damaged before it was proven costs nothing: the rows that it covers stand in', async () => {
  const room = freshRoom()
  const text = await type(room, 510)
  await change(room, "UPDATE documents_generation SET bytes = x'00'")
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe(text)
  await apply(room, typed('more ', 9))
  await settle(room)
  await evictDurableObject(room)
  expect((await contentOf(room)).length).toBe(515)
  expect(await countRows(room, 'documents_log')).toBe(0)
})

test('[L50] a document of few edits is compacted when it has been left alone, through a cold wake', async () => {
  const room = freshRoom()
  const text = await type(room, 20)
  await changesTold(room)
  await runInDurableObject(room, (_, { storage }) => ringAll(storage))
  await evictDurableObject(room)
  expect(await runDurableObjectAlarm(room)).toBe(true)
  expect([await countRows(room, 'documents_log'), await countRows(room, 'documents_generation')]).toEqual([0, 1])
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe(text)
})

test('rows keep their numbers after the log was dropped, so that a copy elsewhere never takes the new for the old', async () => {
  const room = freshRoom()
  const sequenceOf = async (update: Uint8Array) => {
    const answer = (await room.ask('documents.update', { name: 'default', update }, actor())) as Answer
    return answer.ok ? (answer.reply as { sequence: number }).sequence : 0
  }
  const before = await sequenceOf(typed('a', 1))
  await settle(room)
  await evictDurableObject(room)
  expect(await sequenceOf(typed('b', 2))).toBeGreaterThan(before)
})

test.each(['documents_log', 'documents_generation'])(
  '[DO6] a damaged row of %s makes the document unavailable, never empty',
  async (table) => {
    const room = freshRoom()
    const update = typed(table === 'documents_log' ? 'small' : 'x'.repeat(2_000_000))
    await room.ask('documents.update', { name: 'default', update }, actor())
    if (table === 'documents_generation') await settle(room)
    await runInDurableObject(room, (_, state) => state.storage.sql.exec(`UPDATE ${table} SET bytes = x'0102'`))
    await evictDurableObject(room)
    expect(await room.ask('documents.read', { name: 'default', format: 'text' }, actor())).toMatchObject({
      ok: false,
      error: { code: 'ROOM_UNAVAILABLE' },
    })
    const ada = await joinNative(room)
    ada.step1()
    const error = await until(() => ada.errors()[0], 'the error')
    expect(error.error).toMatchObject({
      code: 'ROOM_UNAVAILABLE',
      details: { channel: 'document', document: 'default' },
    })
    const seq = ada.update(typed('over it', 7))
    await until(
      () => ada.errors().find((e) => (e.error?.details as { seq?: number })?.seq === seq),
      'the update is refused too',
    )
    expect(ada.documentMessages(DocumentKind.step2)).toEqual([])
  },
)

test('[L52] a document that cannot be loaded is not tried at every message, and is there again once it can be', async () => {
  const room = freshRoom()
  await apply(room, typed('good'))
  await change(room, 'UPDATE documents_log SET checksum = checksum + 1')
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe('ROOM_UNAVAILABLE')
  await change(room, 'UPDATE documents_log SET checksum = checksum - 1')
  expect(await contentOf(room)).toBe('ROOM_UNAVAILABLE')
  await evictDurableObject(room)
  expect(await contentOf(room)).toBe('good')
})

test('a load that fails is tried again after 5 s, 10 s, 20 s … 10 min, whatever the clock does', () => {
  const time = { now: 1_000_000_000 }
  const document = { id: 1, name: 'default', createdAt: 0 }
  const store = { size: () => ({ bytes: 100, structs: 1 }) } as unknown as DocumentStore
  const guard = createLoadGuard(store, () => time.now)
  const waits: number[] = []
  for (let attempt = 0; attempt < 10; attempt++) {
    guard.begin(document)
    guard.failed(document)
    const startedAt = time.now
    for (;;) {
      try {
        guard.begin(document)
        break
      } catch (error) {
        time.now += (error as RoomError & { details: { retryAfterMs: number } }).details.retryAfterMs
      }
    }
    waits.push((time.now - startedAt) / 1_000)
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600])
  guard.failed(document)
  time.now -= 86_400_000
  guard.begin(document)
})

test('an update that would make a document too large is refused with its size, and what is there stays', async () => {
  const room = freshRoom()
  const mib = 2 ** 20
  for (const part of [1, 2]) await apply(room, typed(String(part).repeat(13 * mib), part))
  const update = typed('3'.repeat(13 * mib), 3)
  expect(await room.ask('documents.update', { name: 'default', update }, actor())).toMatchObject({
    ok: false,
    error: { code: 'DOCUMENT_TOO_LARGE', details: { maxBytes: 30 * mib } },
  })
  await apply(room, typed('small', 4))
  expect((await contentOf(room)).length).toBe(26 * mib + 5)
})
