/** What a document may come to (rules DO10–DO14): just below a bound an edit is taken and can be loaded again, above it is refused by name. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { DocumentUsage } from '@syncforge/protocol/document'
import type { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  backwardDeletions,
  freshValues,
  nested,
  orphan,
  rightOrigins,
  roots,
  typed,
  values,
} from '../../../../test/kit/crafted-updates.ts'
import type { Answer } from '../../../room/admission.ts'
import { actor, askAs, freshRoom, joinNative, until } from '../../../test-kit.ts'
import { checkUpdate } from '../sync/update.ts'
import { createDocumentStore } from './store.ts'
import { type Held, nothingAdded, nothingHeld, requireFits } from './usage.ts'

type Room = ReturnType<typeof freshRoom>

/** All tests of a file share one server's patience with heavy edits: who is told to come again does. */
const apply = async (room: Room, update: Uint8Array, name = 'default'): Promise<string> => {
  let answer = (await room.ask('documents.update', { name, update }, actor())) as Answer
  while (!answer.ok && answer.error.code === 'RATE_LIMITED') {
    await scheduler.wait(500)
    answer = (await room.ask('documents.update', { name, update }, actor())) as Answer
  }
  return answer.ok
    ? 'taken'
    : `${answer.error.code} ${(answer.error.details as { bound?: string } | null)?.bound ?? ''}`
}
const stateOf = async (room: Room, name = 'default'): Promise<Y.Doc> => {
  const { content } = (await askAs(room, 'documents.read', { name, format: 'yjs' })) as { content: Uint8Array }
  const doc = new Y.Doc()
  Y.applyUpdate(doc, content)
  return doc
}
const textOf = async (room: Room, root: string) => (await stateOf(room)).getText(root).toString()
const measure = async (room: Room) => (await askAs(room, 'documents.measure', { name: 'default' })) as DocumentUsage

test.each(['text', 'list'] as const)(
  '[DO10] places in a %s that no two items share: the work is counted in one update and dripped over many',
  async (kind) => {
    const room = freshRoom()
    expect(await apply(room, typed('other', 'before', 9))).toBe('taken')
    expect(await apply(room, rightOrigins(3_000, kind))).toBe('LIMIT_EXCEEDED work')
    expect(await apply(room, rightOrigins(350, kind))).toBe('taken')
    await evictDurableObject(room)
    expect(await textOf(room, 'other')).toBe('before')
    expect((await stateOf(room)).store.clients.get(5)?.length).toBe(350)
  },
)

test('[DO10] a key that thousands set who know nothing of each other: refused when it would take too long to load, and what was taken loads', async () => {
  const room = freshRoom()
  let taken = 0
  let refusal = 'taken'
  while (taken < 10_000) {
    refusal = await apply(room, freshValues(1 + taken, 100))
    if (refusal !== 'taken') break
    taken += 100
  }
  expect(refusal).toBe('LIMIT_EXCEEDED work')
  expect(taken).toBeGreaterThan(1_000)
  expect(await apply(room, typed('other', 'goes on', 999_999))).toBe('taken')
  await evictDurableObject(room)
  expect(await textOf(room, 'other')).toBe('goes on')
  expect((await stateOf(room)).store.clients.size).toBe(taken + 1)
})

test('[DO10] root types, over one update and over several', async () => {
  const room = freshRoom()
  const half = limits.documentRootsMax / 2
  expect(await apply(room, roots(limits.documentRootsMax + 1, 3, 'r'))).toBe('LIMIT_EXCEEDED roots')
  expect(await apply(room, roots(half, 4, 'a'))).toBe('taken')
  expect(await apply(room, roots(half + 1, 5, 'b'))).toBe('LIMIT_EXCEEDED roots')
  expect(await apply(room, roots(half, 6, 'b'))).toBe('taken')
  expect(await apply(room, roots(1, 7, 'c'))).toBe('LIMIT_EXCEEDED roots')
  await evictDurableObject(room)
  expect((await measure(room)).roots).toEqual({ is: limits.documentRootsMax, max: limits.documentRootsMax })
})

test.each(['map', 'list', 'xml'] as const)('[DO10] types nested in each other: %s', async (kind) => {
  const room = freshRoom()
  expect(await apply(room, typed('other', 'before', 9))).toBe('taken')
  expect(await apply(room, nested(limits.documentDepthMax + 1, kind, 3))).toBe('LIMIT_EXCEEDED depth')
  expect(await apply(room, nested(limits.documentDepthMax, kind, 4))).toBe('taken')
  await evictDurableObject(room)
  expect([...(await stateOf(room)).share.keys()].sort()).toEqual(['deep-4', 'other'])
})

test('[DO10] client ids, root names and memory are bounded exactly', () => {
  const held = (what: Partial<Held>): Held => ({ ...nothingHeld, ...what })
  const fits = (what: Partial<Held>, update: Uint8Array) => {
    try {
      requireFits('d', held(what), nothingAdded, update.length, checkUpdate(update))
      return 'fits'
    } catch (error) {
      return (error as RoomError).details
    }
  }
  const { documentClientsMax: clients, documentRootLookupsMax: lookups, documentMaxBytes: bytes } = limits
  const one = typed('t', 'x', 7)
  expect(fits({ clients: clients - 1 }, one)).toBe('fits')
  expect(fits({ clients }, one)).toMatchObject({ bound: 'clients', max: clients, is: clients + 1 })
  expect(fits({ clients, hasClient: () => true }, one)).toBe('fits')
  expect(fits({ roots: 999, rootItems: lookups / 1_000 - 1 }, one)).toBe('fits')
  expect(fits({ roots: 999, rootItems: lookups / 1_000 }, one)).toMatchObject({ bound: 'rootLookups' })
  expect(fits({ bytes: bytes - one.length }, one)).toBe('fits')
  expect(fits({ bytes: bytes - one.length + 1 }, one)).toMatchObject({ bound: 'bytes', maxBytes: bytes })
})

test('[DO10] what would take too much memory is refused when it comes, not when it is loaded', async () => {
  const room = freshRoom()
  expect(await apply(room, values(220_000, 1))).toBe('DOCUMENT_TOO_LARGE memoryBytes')
  expect(await apply(room, values(100_000, 2))).toBe('taken')
  expect(await apply(room, values(110_000, 3))).toBe('DOCUMENT_TOO_LARGE memoryBytes')
  await evictDurableObject(room)
  expect((await stateOf(room)).getMap('map').size).toBe(100_000)
  const { memoryBytes, share } = await measure(room)
  expect(memoryBytes.is).toBeGreaterThan(40_000_000)
  expect(share).toBeCloseTo(memoryBytes.is / limits.documentMemoryMaxBytes)
})

test('[DO10] deletions that part one long item backwards', async () => {
  const room = freshRoom()
  expect(await apply(room, typed('t', 'a'.repeat(100_000), 9))).toBe('taken')
  expect(await apply(room, backwardDeletions(9, 50_000))).toBe('LIMIT_EXCEEDED work')
  expect(await apply(room, backwardDeletions(9, 5_000))).toBe('taken')
  await evictDurableObject(room)
  expect((await textOf(room, 't')).length).toBe(95_000)
})

test('a document that was overwritten again and again has room for as much as its past takes, awake and asleep', async () => {
  const room = freshRoom()
  const doc = new Y.Doc()
  const map = doc.getMap('m')
  let before = Y.encodeStateVector(doc)
  for (let round = 0; round < 130; round++) {
    for (let n = 0; n < 2_000; n++) map.set(`k${n % 7}`, round * 2_000 + n)
    expect(await apply(room, Y.encodeStateAsUpdate(doc, before))).toBe('taken')
    before = Y.encodeStateVector(doc)
  }
  await evictDurableObject(room)
  expect((await stateOf(room)).getMap('m').toJSON()).toEqual(map.toJSON())
}, 120_000)

test('[DO11] what waits counts towards the document, in small pieces as well', async () => {
  const room = freshRoom()
  let refusal = 'taken'
  let sent = 0
  while (refusal === 'taken' && sent < 50) {
    refusal = await apply(room, orphan(100 + sent, 200_000))
    sent += 1
  }
  expect(refusal).toBe('LIMIT_EXCEEDED waiting')
  expect(sent).toBeGreaterThan(15)
  expect(sent).toBeLessThan(25)
})

test('[DO12] everyone is told when a document comes near a bound, once for each share, and may ask how full it is', async () => {
  const room = freshRoom()
  const reader = await joinNative(room, { access: 'read' })
  const filled = () => reader.events('documents.filled').map(({ body }) => body)
  const part = (n: number) => typed('t', String(n).repeat(limits.documentMaxBytes / 10), n)
  for (let n = 1; n <= 7; n++) expect(await apply(room, part(n))).toBe('taken')
  expect(filled()).toEqual([])
  expect(await apply(room, part(8))).toBe('taken')
  await until(() => filled()[0], 'the event')
  expect(await apply(room, typed('t', 'a little', 88))).toBe('taken')
  expect(await apply(room, part(9))).toBe('taken')
  await until(() => filled()[1], 'the second event')
  expect(filled()).toEqual([
    { document: 'default', bound: 'bytes', share: expect.closeTo(0.8, 2) },
    { document: 'default', bound: 'bytes', share: expect.closeTo(0.9, 2) },
  ])
  expect(await apply(room, part(1))).toBe('taken')
  expect(await apply(room, part(10))).toBe('DOCUMENT_TOO_LARGE bytes')
  const usage = await measure(room)
  expect(usage.bytes.max).toBe(limits.documentMaxBytes)
  expect(usage.share).toBeCloseTo(0.9, 1)
}, 60_000)

test('[DO13] bytes in version 2 of the encoding are refused by that name and leave nothing, on every way in', async () => {
  const doc = new Y.Doc()
  doc.getArray('list').push([1, { two: 2 }])
  doc.getText('t').insert(0, 'hello')
  doc.getText('t').delete(1, 2)
  const v2 = Y.encodeStateAsUpdateV2(doc)
  const expected = { code: 'MALFORMED_MESSAGE', details: { format: 'yjs-v2', expected: 'yjs-v1' } }
  const room = freshRoom()
  for (const name of ['documents.update', 'documents.seed']) {
    expect(await room.ask(name, { name: 'default', update: v2 }, actor())).toMatchObject({ ok: false, error: expected })
  }
  const ada = await joinNative(room)
  ada.update(v2)
  expect((await until(() => ada.errors()[0], 'the error')).error).toMatchObject(expected)
  const seed = { name: 'default', update: Y.encodeStateAsUpdate(doc) }
  expect(await askAs(room, 'documents.seed', seed)).toEqual({ seeded: true })
  expect(await apply(room, Y.encodeStateAsUpdateV2(new Y.Doc()))).toMatch('MALFORMED_MESSAGE')
})

/** As a server stored it that counted nothing. */
const store = (room: Room, name: string, update: Uint8Array) =>
  runInDurableObject(room, (_, { storage }) => {
    const documents = createDocumentStore(storage.sql)
    documents.append(documents.create(name, 0).id, update, { structs: 1, at: 0, authors: '' })
  })

test.each<[string, () => Uint8Array, string]>([
  ['places that no two items share', () => rightOrigins(4_000, 'text'), 'ROOM_UNAVAILABLE '],
  ['one root type for each item', () => roots(30_000, 1, 'r'), 'ROOM_UNAVAILABLE '],
])(
  '[DO14] a document that was stored before work was counted is unavailable, and its room is not: %s',
  async (_, make, code) => {
    const room = freshRoom()
    expect(await apply(room, typed('t', 'fine', 1), 'other')).toBe('taken')
    await store(room, 'default', make())
    await evictDurableObject(room)
    const startedAt = performance.now()
    expect(await apply(room, typed('t', 'x', 2))).toBe(code)
    expect(await apply(room, typed('t', 'x', 2))).toBe(code)
    expect((await stateOf(room, 'other')).getText('t').toString()).toBe('fine')
    const ada = await joinNative(room)
    ada.step1()
    expect((await until(() => ada.errors()[0], 'the error')).error).toMatchObject({ code: 'ROOM_UNAVAILABLE' })
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  },
)

test('[L53] a stored document that needs more memory than a room has is refused with its size before it is loaded; an estimate is counted first', async () => {
  const room = freshRoom()
  await apply(room, typed('t', 'first', 1))
  await runInDurableObject(
    room,
    (_, { storage }) => void storage.sql.exec('UPDATE documents_log SET structs = 1000000'),
  )
  await evictDurableObject(room)
  expect(await textOf(room, 't')).toBe('first')
  await store(room, 'large', values(220_000, 1))
  await runInDurableObject(
    room,
    (_, { storage }) => void storage.sql.exec('UPDATE documents_log SET structs = 1000000'),
  )
  expect(await room.ask('documents.read', { name: 'large', format: 'yjs' }, actor())).toMatchObject({
    ok: false,
    error: {
      code: 'DOCUMENT_TOO_LARGE',
      details: { document: 'large', bound: 'memoryBytes', maxMemoryBytes: limits.documentMemoryMaxBytes },
    },
  })
})

test('a value that was refused for its size and was taken back is in nobody’s way', async () => {
  const room = freshRoom()
  const doc = new Y.Doc()
  const map = doc.getMap('m')
  map.set('img', 'x'.repeat(limits.documentUpdateMaxBytes))
  expect(await apply(room, Y.encodeStateAsUpdate(doc))).toMatch('PAYLOAD_TOO_LARGE')
  map.delete('img')
  const before = Y.encodeStateVector(doc)
  map.set('later', 1)
  // What comes after the refused edit waits for it; the whole, without what was taken back, brings it along.
  expect(await apply(room, Y.encodeStateAsUpdate(doc, before))).toBe('taken')
  expect((await stateOf(room)).getMap('m').toJSON()).toEqual({})
  expect(await apply(room, Y.encodeStateAsUpdate(doc))).toBe('taken')
  expect((await stateOf(room)).getMap('m').toJSON()).toEqual({ later: 1 })
})

test('a state vector is bounded', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const clients = limits.stateVectorMaxBytes / 4
  ada.step1(
    encoding.encode((e) => {
      encoding.writeVarUint(e, clients)
      for (let n = 0; n < clients; n++) {
        encoding.writeVarUint(e, 100_000 + n)
        encoding.writeVarUint(e, 1_000)
      }
    }),
  )
  expect((await until(() => ada.errors()[0], 'the error')).error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
})
