/** The room and the client each cut updates into pieces in code of their own: what either makes, the other's users must be able to apply. */
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { cutIntoPieces } from '../../durable-objects/features/documents/sync/pieces.ts'
import { splitUpdate } from '../../sdk/client/src/features/documents/split.ts'
import { describe, edits } from './edits.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

test.each([
  ['the room', cutIntoPieces],
  ['the client', splitUpdate],
])(`pieces of %s together are the document, and each finds what it refers to (seed ${seed})`, (_, cut) => {
  const random = prng.create(seed)
  const [whole, other] = [new Y.Doc(), new Y.Doc()]
  for (let round = 0; round < 150; round++) {
    for (const doc of [whole, other]) prng.oneOf(random, edits)(doc, random)
    if (round % 10 > 0) continue
    Y.applyUpdate(other, Y.encodeStateAsUpdate(whole, Y.encodeStateVector(other)))
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(other, Y.encodeStateVector(whole)))
  }
  whole.getText('long').insert(0, 'a long run of typing 🙂 '.repeat(30_000))
  const update = Y.encodeStateAsUpdate(whole)
  const pieces = cut(update, 64 * 1024)
  expect(pieces.length).toBeGreaterThan(3)
  const copy = new Y.Doc()
  for (const piece of pieces) {
    Y.applyUpdate(copy, piece)
    expect([copy.store.pendingStructs, copy.store.pendingDs]).toEqual([null, null])
  }
  expect(describe(copy)).toBe(describe(whole))
  expect(copy.getText('long').length).toBe(whole.getText('long').length)
  expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(whole))
})
