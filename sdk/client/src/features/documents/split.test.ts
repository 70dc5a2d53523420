/** Cutting large updates: every piece can be applied when it comes, and all of them are the whole. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { splitUpdate } from './split.ts'

/** Mulberry32: small, seeded, good enough to wander. */
const createRandom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const state = (doc: Y.Doc) => ({
  vector: Y.encodeStateVector(doc),
  text: doc.getText('text').toDelta(),
  list: doc.getArray('list').toJSON(),
  map: doc.getMap('map').toJSON(),
  page: doc.getXmlFragment('page').toString(),
})

/** Applies the pieces one after the other; none may have to wait for a later one. */
const assemble = (base: Uint8Array | null, pieces: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  if (base) Y.applyUpdate(doc, base)
  for (const [index, piece] of pieces.entries()) {
    Y.applyUpdate(doc, piece)
    const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    expect(waits, `piece ${index} of ${pieces.length} waits for a later one`).toBe(false)
  }
  return doc
}

/** Three people who hear of each other now and then, in every kind of content. */
const wander = (seed: number, steps: number): Y.Doc[] => {
  const random = createRandom(seed)
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID: clientID * 7 + seed }))
  const words = ['plain ', '👩‍💻🏽', 'é', '\ud83d\ude00']
  const pick = <T>(items: readonly T[]) => items[random(items.length)] as T
  const kinds: readonly ((doc: Y.Doc) => void)[] = [
    (doc) => doc.getText('text').insert(random(doc.getText('text').length + 1), pick(words).repeat(1 + random(30))),
    (doc) => {
      const text = doc.getText('text')
      if (text.length > 2) text.delete(random(text.length - 1), 1)
    },
    (doc) => {
      const text = doc.getText('text')
      if (text.length > 5) text.format(random(text.length - 4), 4, { bold: random(2) === 0 || null })
    },
    (doc) =>
      doc.getArray('list').insert(
        0,
        Array.from({ length: 1 + random(20) }, (_, index) => ({ index, at: random(99) })),
      ),
    (doc) => doc.getMap('map').set(`key${random(5)}`, new Y.Map([['deep', new Y.Text(pick(words))]])),
    (doc) => doc.getMap('map').delete(`key${random(5)}`),
    (doc) => {
      const element = new Y.XmlElement('p')
      element.insert(0, [new Y.XmlText(pick(words))])
      doc.getXmlFragment('page').insert(0, [element])
    },
    (doc) => {
      const other = pick(docs)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
    },
  ]
  for (let step = 0; step < steps; step += 1) pick(kinds)(pick(docs))
  for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return docs
}

describe('pieces of an update', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`of three people's wandering make the whole, from nothing and from the middle (seed ${seed})`, () => {
      const [doc] = wander(seed, 600) as [Y.Doc]
      const whole = Y.encodeStateAsUpdate(doc)
      const pieces = splitUpdate(whole, 3_000)
      expect(pieces.length).toBeGreaterThan(3)
      expect(state(assemble(null, pieces))).toEqual(state(doc))

      const base = assemble(null, pieces.slice(0, pieces.length >> 1))
      const rest = splitUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(base)), 2_500)
      expect(state(assemble(Y.encodeStateAsUpdate(base), rest))).toEqual(state(doc))
    })
  }

  test('one run of typed characters is cut, but never through a character', () => {
    const doc = new Y.Doc()
    for (const run of ['👩‍💻🏽', '😀', 'ab😀']) doc.getText('text').insert(0, run.repeat(400_000))
    const whole = Y.encodeStateAsUpdate(doc)
    const pieces = splitUpdate(whole, 2 ** 20)
    expect(whole.length).toBeGreaterThan(7 * 2 ** 20)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 ** 20)
    expect(assemble(null, pieces).getText('text').toString() === doc.getText('text').toString()).toBe(true)
  })

  test('arrays are cut between their elements; a single large value stays whole', () => {
    const doc = new Y.Doc()
    doc.getArray('list').push(Array.from({ length: 40_000 }, (_, index) => ({ index, note: 'x'.repeat(40) })))
    doc.getArray('list').push([new Uint8Array(3 * 2 ** 20).fill(7)])
    const sizes = splitUpdate(Y.encodeStateAsUpdate(doc), 2 ** 20).map(({ length }) => length)
    expect(sizes.filter((size) => size > 2 ** 20)).toEqual([expect.closeTo(3 * 2 ** 20, -3)])
    expect(state(assemble(null, splitUpdate(Y.encodeStateAsUpdate(doc), 2 ** 20))).list).toEqual(state(doc).list)
  })

  test('deletions come last and all of them: of what is in the pieces, and of what was there before', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    text.insert(0, 'to be thinned out '.repeat(1_000))
    const before = Y.encodeStateAsUpdate(doc)
    text.insert(0, 'and this as well '.repeat(1_000))
    for (let at = text.length - 2; at > 0; at -= 3) text.delete(at, 1)
    const lacking = Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(before))
    const pieces = splitUpdate(lacking, 8_000)
    expect(pieces.length).toBeGreaterThan(2)
    expect(assemble(before, pieces).getText('text').toString()).toBe(text.toString())
  })
})
