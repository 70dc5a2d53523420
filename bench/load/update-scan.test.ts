import assert from 'node:assert/strict'
import { test } from 'vitest'
import * as Y from 'yjs'
import { scanUpdate } from './update-scan.ts'

/** Every clock that Yjs itself finds in an update. */
const clocksByYjs = (update: Uint8Array) => {
  const clocks = new Set<string>()
  for (const struct of Y.decodeUpdate(update).structs) {
    if (struct instanceof Y.Skip) continue
    for (let i = 0; i < struct.length; i++) clocks.add(`${struct.id.client}:${struct.id.clock + i}`)
  }
  return clocks
}

const clocksByScan = (update: Uint8Array) => {
  const clocks = new Set<string>()
  scanUpdate(update, (client, clock, length) => {
    for (let i = 0; i < length; i++) clocks.add(`${client}:${clock + i}`)
  })
  return clocks
}

/** A small session of two authors with text beyond ASCII, deletions, formats, maps and nested types. */
const session = () => {
  const updates: Uint8Array[] = []
  const docs = [11, 0x2000_0001].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  for (const doc of docs) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'sync') return
      updates.push(update)
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'sync')
    })
  }
  for (const [i, word] of ['hello ', 'grüße ', '日本語 ', '👩‍👩‍👧 ', 'end'].entries()) {
    const doc = docs[i % 2]
    doc?.getText('content').insert(Math.min(3, doc.getText('content').length), word)
  }
  docs[0]?.getText('content').delete(2, 6)
  docs[1]?.getText('content').format(0, 4, { bold: true })
  docs[0]?.getMap('settings').set('title', 'a title')
  docs[1]?.getMap('settings').set('list', Y.Array.from([1, 'two', { three: 3 }]))
  docs[0]?.getText('content').insertEmbed(1, { image: 'x.png' })
  return { updates, state: Y.encodeStateAsUpdate(docs[0] ?? new Y.Doc()) }
}

test('every update of a session is read as Yjs reads it', () => {
  const { updates } = session()
  assert.ok(updates.length >= 9)
  for (const update of updates) assert.deepEqual(clocksByScan(update), clocksByYjs(update))
})

test('a merged update and a whole state are read as Yjs reads them', () => {
  const { updates, state } = session()
  assert.deepEqual(clocksByScan(Y.mergeUpdates(updates)), clocksByYjs(Y.mergeUpdates(updates)))
  assert.deepEqual(clocksByScan(state), clocksByYjs(state))
})

test('what a merged update skips is not reported', () => {
  const { updates } = session()
  const [first, , , , last] = updates
  assert.ok(first && last)
  const gap = Y.mergeUpdates([first, last])
  assert.deepEqual(clocksByScan(gap), clocksByYjs(gap))
  assert.ok(clocksByScan(gap).size < clocksByScan(Y.mergeUpdates(updates)).size)
})

test('text typed in one go is one range', () => {
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.getText('content').insert(0, 'abc')
  const ranges: number[][] = []
  scanUpdate(Y.encodeStateAsUpdate(doc), (...range) => ranges.push(range))
  assert.deepEqual(ranges, [[7, 0, 3]])
})

test('a truncated update is refused', () => {
  const { state } = session()
  assert.throws(() => scanUpdate(state.subarray(0, 20), () => {}))
})
