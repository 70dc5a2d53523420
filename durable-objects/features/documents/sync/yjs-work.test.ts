/** The counting functions do what those of Yjs do: a second, unpatched copy of Yjs takes the same updates, and both make the same bytes. */
import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import * as Plain from 'yjs/src/index.js'
import { section, update } from '../../../../test/kit/crafted-updates.ts'
import { edits } from '../../../../test/kit/edits.ts'
import { WorkExceeded, withinWork } from './yjs-work.ts'

const seed = Date.now() % 2 ** 31

/** Several people edit apart from each other for a while, then hear of each other in different orders. */
const concurrentUpdates = (random: prng.PRNG): Uint8Array[] => {
  const docs = Array.from({ length: prng.uint32(random, 2, 6) }, () => new Y.Doc())
  const all: Uint8Array[] = []
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'wire' && all.push(update))
  for (let round = 0; round < 4; round++) {
    for (const doc of docs) {
      for (let n = 0; n < 6; n++) prng.oneOf(random, edits)(doc, random)
      // Many at one place, which is what the search is about.
      doc.getText('crowded-text').insert(0, 'x')
      doc.getArray('crowded-list').insert(Math.min(1, doc.getArray('crowded-list').length), [round])
      doc.getMap('crowded-map').set('same', round)
    }
    for (const doc of docs) if (prng.bool(random)) for (const update of all) Y.applyUpdate(doc, update, 'wire')
  }
  return all
}

const shuffled = <T>(random: prng.PRNG, list: readonly T[]): T[] => {
  const rest = [...list]
  return list.map(() => rest.splice(prng.uint32(random, 0, rest.length - 1), 1)[0] as T)
}

test(`documents of concurrent edits, in any order, are the same as those of an unpatched Yjs (seed ${seed})`, () => {
  const random = prng.create(seed)
  expect(Plain.Item.prototype.integrate).not.toBe(Y.Item.prototype.integrate)
  for (let round = 0; round < 20; round++) {
    const updates = shuffled(random, concurrentUpdates(random))
    const [counted, plain] = [new Y.Doc(), new Plain.Doc()]
    for (const update of updates) {
      withinWork({ maxSteps: 1e9, maxDepth: 100 }, () => Y.applyUpdate(counted, update))
      Plain.applyUpdate(plain, update)
    }
    const state = Y.encodeStateAsUpdate(counted)
    expect(state, `round ${round}`).toEqual(Plain.encodeStateAsUpdate(plain))
    const [again, plainAgain] = [new Y.Doc(), new Plain.Doc()]
    withinWork({ maxSteps: 1e9 }, () => Y.applyUpdate(again, state))
    Plain.applyUpdate(plainAgain, state)
    expect(Y.encodeStateAsUpdate(again), `round ${round}, read back`).toEqual(Plain.encodeStateAsUpdate(plainAgain))
  }
}, 60_000)

/** Items that say they belong between any two that there are, whether or not these were ever neighbours; each in an update of its own. */
const tangledUpdates = (random: prng.PRNG): Uint8Array[] => {
  const clients = prng.uint32(random, 2, 12)
  const known: [client: number, clock: number][] = []
  const clocks = new Map<number, number>()
  return Array.from({ length: 40 }, () => {
    const client = 1 + prng.uint32(random, 0, clients - 1)
    const clock = clocks.get(client) ?? 0
    const length = prng.uint32(random, 1, 3)
    const ends = [0, 1].map(() =>
      known.length > 0 && prng.uint32(random, 0, 2) > 0 ? prng.oneOf(random, known) : null,
    )
    const made = update(1, (e) => {
      section(e, client, clock, 1, () => {
        encoding.writeUint8(e, 4 | (ends[0] === null ? 0 : 0x80) | (ends[1] === null ? 0 : 0x40))
        for (const end of ends) for (const part of end ?? []) encoding.writeVarUint(e, part)
        if (ends.every((end) => end === null)) {
          encoding.writeVarUint(e, 1)
          encoding.writeVarString(e, 'tangled')
        }
        encoding.writeVarString(e, 'abc'.slice(0, length))
      })
    })
    for (let n = 0; n < length; n++) known.push([client, clock + n])
    clocks.set(client, clock + length)
    return made
  })
}

const randomSeed = Date.now() % 2 ** 31

test(`items with any neighbours, in any order, have the places that an unpatched Yjs gives them (seed ${randomSeed})`, () => {
  const random = prng.create(randomSeed)
  for (let round = 0; round < 150; round++) {
    const all = tangledUpdates(random)
    for (const updates of [all, shuffled(random, all)]) {
      const [counted, plain] = [new Y.Doc(), new Plain.Doc()]
      for (const one of updates) {
        withinWork({ maxSteps: 1e9 }, () => Y.applyUpdate(counted, one))
        Plain.applyUpdate(plain, one)
      }
      const place = `round ${round}`
      expect(counted.getText('tangled').toString(), place).toBe(plain.getText('tangled').toString())
      expect(Y.encodeStateAsUpdate(counted), place).toEqual(Plain.encodeStateAsUpdate(plain))
    }
  }
}, 60_000)

test('work stops at its bound, and what comes after is counted anew', () => {
  const doc = new Y.Doc()
  const prepend = (client: number) => {
    const one = new Y.Doc()
    one.clientID = client
    one.getArray('list').insert(0, [client])
    return Y.encodeStateAsUpdate(one)
  }
  const updates = Array.from({ length: 300 }, (_, n) => prepend(n + 1))
  const take = (maxSteps: number) =>
    withinWork({ maxSteps }, () => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
  expect(() => take(1_000)).toThrow(WorkExceeded)
  const whole = new Y.Doc()
  const { steps } = withinWork({ maxSteps: 1e9 }, () => {
    for (const update of updates) Y.applyUpdate(whole, update)
  })
  // Each is put behind all that came before it.
  expect(steps).toBeGreaterThan((300 * 299) / 2)
  expect(whole.getArray('list').length).toBe(300)
})
