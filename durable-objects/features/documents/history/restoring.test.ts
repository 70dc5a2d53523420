/** The edit that makes a document what it was, without the history between: rule VE3, for every kind of content. */
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { describe, edits } from '../../../../test/kit/edits.ts'
import { restoringUpdate } from './restoring.ts'

const docOf = (...updates: readonly Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** Under one new client id per writer, as the room gives them. */
const heirs = () => {
  const clients = new Map<number, number>()
  return (writer: number) => {
    const client = clients.get(writer) ?? new Y.Doc().clientID
    clients.set(writer, client)
    return client
  }
}

test('[VE3] a type that took the place of another becomes what that was, and stays itself, on the way back as well', () => {
  const doc = new Y.Doc()
  const paragraph = (text: string) => {
    const element = new Y.XmlElement('p')
    element.insert(0, [new Y.XmlText(text)])
    return element
  }
  doc.getMap('map').set('card', new Y.Text('the old card'))
  doc.getXmlFragment('xml').insert(0, [paragraph('one'), paragraph('two'), paragraph('three')])
  const then = Y.encodeStateAsUpdate(doc)
  doc.getMap('map').set('card', new Y.Text('the new card'))
  doc.getXmlFragment('xml').delete(1, 1)
  doc.getXmlFragment('xml').insert(1, [paragraph('2')])
  const now = Y.encodeStateAsUpdate(doc)
  const types = () => [doc.getMap('map').get('card'), ...doc.getXmlFragment('xml').toArray()]
  const before = types()
  for (const [state, content] of [
    [then, ['the old card', '<p>one</p>', '<p>two</p>', '<p>three</p>']],
    [now, ['the new card', '<p>one</p>', '<p>2</p>', '<p>three</p>']],
  ] as const) {
    for (let n = 0; n < 2; n++) {
      const update = restoringUpdate(Y.encodeStateAsUpdate(doc), state, heirs(), new Map())
      if (update !== null) Y.applyUpdate(doc, update)
      expect(types().map(String)).toEqual(content)
      expect(types().every((type, at) => type === before[at])).toBe(true)
    }
  }
})

test('what a document lacks of the state that it is restored to comes with the edit', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'old')
  const behind = Y.encodeStateAsUpdate(doc)
  doc.getText('text').insert(3, ' and new')
  const update = restoringUpdate(behind, Y.encodeStateAsUpdate(doc), heirs(), new Map())
  expect(
    docOf(behind, update ?? new Uint8Array())
      .getText('text')
      .toString(),
  ).toBe('old and new')
})

const seed = Date.now() % 2 ** 31

test(`[VE3] any version of random histories of three people is restored exactly, all converge, the way back included (seed ${seed})`, () => {
  let restores = 0
  for (let round = 0; round < 60; round++) {
    const random = prng.create(seed + round)
    const place = `seed ${seed + round}`
    const people = Array.from({ length: 3 }, () => new Y.Doc())
    // As the room has it: what was deleted is forgotten at once.
    const stored = new Y.Doc()
    const versions: { readonly state: Uint8Array; readonly content: string }[] = []
    const deliver = (from: Y.Doc, to: Y.Doc) =>
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'delivered')
    const keep = () => {
      const version = { state: Y.encodeStateAsUpdate(stored), content: describe(docOf(Y.encodeStateAsUpdate(stored))) }
      versions.push(version)
      return version
    }
    const restore = (version: (typeof versions)[number]) => {
      const update = restoringUpdate(Y.encodeStateAsUpdate(stored), version.state, heirs(), new Map())
      if (update !== null) Y.applyUpdate(stored, update)
      expect(describe(docOf(Y.encodeStateAsUpdate(stored))), place).toBe(version.content)
      restores += 1
    }
    keep()
    for (let step = 0; step < 120; step++) {
      const dice = prng.uint32(random, 0, 99)
      const person = prng.oneOf(random, people)
      if (dice < 60) prng.oneOf(random, edits)(person, random)
      else if (dice < 78) deliver(person, stored)
      else if (dice < 90) deliver(stored, person)
      else if (dice < 96) keep()
      else {
        const before = keep()
        restore(prng.oneOf(random, versions))
        if (prng.bool(random)) restore(before)
      }
    }
    for (const person of people) deliver(person, stored)
    for (const person of people) deliver(stored, person)
    // Formatting that has become redundant is cleaned up by whoever gets it: once more for that.
    for (const person of people) deliver(person, stored)
    for (const person of people) deliver(stored, person)
    expect(new Set([stored, ...people].map(describe)).size, place).toBe(1)
    for (const version of versions) restore(version)
  }
  expect(restores).toBeGreaterThan(300)
}, 120_000)
