/** Updates that were made by hand: what Yjs would take and choke on later is refused before it is stored, and costs only who sent it. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openMemoryStorage } from '../../../actor/memory-storage.ts'
import { loadSqlite } from '../../../actor/sqlite.ts'
import { migrateRoom } from '../../../room/open.ts'
import { actor, freshRoom, joinNative, until } from '../../../test-kit.ts'
import { openDocument } from '../state/open-document.ts'
import { createDocumentStore } from '../state/store.ts'
import { checkUpdate } from './update.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

const typed = (text: string, clientID: number) => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

type Room = ReturnType<typeof freshRoom>
const read = async (room: Room) =>
  ((await room.ask('documents.read', { name: 'default', format: 'json' }, actor())) as { reply: { content: unknown } })
    .reply.content
const countRows = (room: Room) =>
  runInDurableObject(
    room,
    (_, { storage }) => storage.sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM documents_log').one().count,
  )

test.each([
  ['a grave of no length: a document that has it can be written and never read', '01010100000000'],
  ['deleted content of no length', '0102f503000101017800000401f503010005'],
  ['a value of no length', '0102f503000109016101880603000177017701f503010001'],
])('%s is refused before anything is stored', async (_, hex) => {
  const room = freshRoom()
  const [ada, mallory] = [await joinNative(room), await joinNative(room)]
  const seq = ada.update(typed('mine', 7))
  await until(() => ada.acked() === seq, 'the ack')
  mallory.update(bytes(hex))
  const refusal = await until(() => mallory.errors()[0], 'the refusal')
  expect(refusal.error).toMatchObject({ code: 'MALFORMED_MESSAGE' })
  expect([await countRows(room), await read(room)]).toEqual([1, { content: 'mine' }])
})

/** A map that Ada deleted with what was in it; and an item that says it begins before that and goes on after it, somewhere else. */
const buried = ['010201002701016d026b3001280001000178017d0100', '000101010002'].map(bytes)
const afterBuried = Uint8Array.of(1, 2, 1, 0, 0x21, 1, 1, 0x6d, 2, 0x6b, 0x30, 3, 0, 1, 1, 1, 1, 0, 2)

test('an update that Yjs fails at is refused alone: others of the same tick are kept; who goes on sending such is no longer listened to', async () => {
  const room = freshRoom()
  const [ada, mallory] = [await joinNative(room), await joinNative(room)]
  let seq = 0
  for (const update of buried) seq = ada.update(update)
  await until(() => ada.acked() === seq, 'the acks')
  for (let round = 0; round < 3; round++) {
    mallory.update(afterBuried)
    seq = ada.update(typed(`${round}`, 100 + round))
    await until(() => ada.acked() === seq, 'the ack of the other one')
    await until(() => mallory.documentMessages(DocumentKind.refused).length === round + 1, 'the refusal')
  }
  expect(mallory.documentMessages(DocumentKind.refused)[0]).toMatchObject({ code: 'MALFORMED_MESSAGE' })
  expect(mallory.errors()).toEqual([])
  mallory.update(typed('well made, and too late', 9))
  const refusal = await until(() => mallory.errors()[0], 'the end of patience')
  expect(refusal.error).toMatchObject({ code: 'MALFORMED_MESSAGE' })
  await evictDurableObject(room)
  const { content } = (await read(room)) as { content: string }
  expect([...content].sort().join('')).toBe('012')
})

test('of one connection nothing more is taken in a tick in which Yjs failed at it: the document is loaded anew once', async () => {
  const document = await openEmpty()
  document.commit(
    buried.map((update) => ({ update, content: checkUpdate(update), from: { id: 'ada' } })),
    '',
  )
  const bad = Array.from({ length: 50 }, () => ({
    update: afterBuried,
    content: checkUpdate(afterBuried),
    from: { id: 'mallory' },
  }))
  const kept = typed('kept', 100)
  const good = { update: kept, content: checkUpdate(kept), from: { id: 'ada' } }
  const startedAt = document.loads()
  expect(document.commit([...bad, good], '').refused.map(({ item }) => item)).toEqual(bad)
  expect(document.loads() - startedAt).toBe(2)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, document.encodeWhole())
  expect(copy.getText('content').toString()).toBe('kept')
})

/** Two paragraphs by two people and a value after them; and both paragraphs again, hung below what nobody has. */
const paragraphs = [
  '0104e90700070101780301700700e90700060400e907010268692800e9070001630177016400',
  '0104010047e907000301700700010006040001010268692800010001630177016400',
  '0103e907052701016d026b30012800e907050178017d010301016102010200',
].map(bytes)
const hungElsewhere = bytes(
  '0204e90700070101780301700700e90700060400e907010268692800e9170001630177016404010047e904000301700700010006040001010268692800010001630177016400',
)

test('what waits for its parents cannot take the place of what is there, in a snapshot or in the copy for Postgres', async () => {
  const document = await openEmpty()
  document.commit(
    paragraphs.map((update) => ({ update, content: checkUpdate(update), from: { id: 'ada' } })),
    '',
  )
  expect(
    document.commit([{ update: hungElsewhere, content: checkUpdate(hungElsewhere), from: { id: 'mallory' } }], '')
      .incomplete,
  ).toBe(true)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, document.encodeWhole())
  expect(copy.getXmlFragment('x').toString()).toBe('<p c="d">hi</p><p c="d">hi</p>')
  expect(Y.encodeStateVector(copy)).toEqual(document.stateVector())
  // A snapshot is made, read back and found to be whole.
  expect(document.settle(1)).toBeNull()
})

/** A document in rows of its own, that counts how often it was read from them. */
const openEmpty = async () => {
  const storage = openMemoryStorage(
    await loadSqlite(),
    async () => {},
    () => {},
  )
  migrateRoom(storage)
  const store = createDocumentStore(storage.sql)
  let loads = 0
  const counting = {
    ...store,
    load: (id: number) => {
      loads += 1
      return store.load(id)
    },
  }
  const document = openDocument(store.create('default', 0), counting, {
    clock: () => 0,
    absorb: () => {},
    updateSteps: () => limits.documentWorkMax,
    look: () => [],
  })
  return Object.assign(document, { loads: () => loads })
}
