/**
 * Damaged updates: what the check lets through and Yjs takes, Yjs can write and read again. One that Yjs fails at costs a reload of the whole
 * document: only those do that go on where deleted content was buried, which the update alone does not show.
 */
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { edits } from '../../../../test/kit/edits.ts'
import { checkUpdate } from './update.ts'

const seed = Date.now() % 2 ** 31

const passes = (update: Uint8Array): boolean => {
  try {
    checkUpdate(update)
    return true
  } catch {
    return false
  }
}

test(`two thousand updates with flipped bits: what passes the check and is taken can be written and read again (seed ${seed})`, () => {
  const random = prng.create(seed)
  let [passed, failed] = [0, 0]
  for (let round = 0; round < 100; round++) {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let n = 0; n < 40; n++) prng.oneOf(random, edits)(doc, random)
    const sources = [...updates, Y.encodeStateAsUpdate(doc)]
    for (let flips = 0; flips < 20; flips++) {
      const update = prng.oneOf(random, sources).slice()
      const at = prng.uint32(random, 0, update.length - 1)
      update[at] = (update[at] ?? 0) ^ (1 << prng.uint32(random, 0, 7))
      if (!passes(update)) continue
      passed += 1
      const reader = new Y.Doc()
      for (const one of updates.slice(0, updates.length / 2)) Y.applyUpdate(reader, one)
      try {
        Y.applyUpdate(reader, update)
      } catch {
        failed += 1
        continue
      }
      const copy = new Y.Doc()
      expect(() => Y.applyUpdate(copy, Y.encodeStateAsUpdate(reader)), `seed ${seed}, round ${round}`).not.toThrow()
    }
  }
  expect(passed).toBeGreaterThan(300)
  expect(failed).toBeLessThan(5)
})

test.each<[string, Uint8Array]>([
  ['refers to what comes after it', Uint8Array.of(1, 1, 9, 0, 0x84, 9, 4, 1, 0x61, 0)],
  ['deletes nothing', Uint8Array.of(0, 1, 9, 1, 0, 0)],
  ['buries nothing', Uint8Array.of(1, 1, 1, 0, 0, 0, 0)],
  ['has deleted nothing', Uint8Array.of(1, 2, 9, 0, 1, 1, 1, 0x78, 0, 0, 4, 0)],
  ['lists nothing', Uint8Array.of(1, 1, 9, 0, 8, 1, 1, 0x61, 0, 0)],
  ['skips nothing', Uint8Array.of(1, 1, 9, 0, 10, 0, 0)],
])('an update that %s does not pass', (_, update) => {
  expect(passes(update)).toBe(false)
})
