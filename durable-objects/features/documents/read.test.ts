/** Documents read without a Yjs client: roots get the class that their content tells, values a form that JSON has. */
import { RoomError } from '@syncforge/protocol/errors'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readJson, readText } from './read.ts'

const stateOf = (fill: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc()
  fill(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** One value in a root that Yjs itself would not write this way. */
const rootOf = (name: string, value: number | bigint): Uint8Array =>
  encoding.encode((encoder) => {
    // One client, one struct: client 5, clock 0, ContentAny with its parent's name.
    for (const number of [1, 1, 5, 0]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, 8)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, name)
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, value)
    encoding.writeVarUint(encoder, 0)
  })

test('a root whose first items were deleted is still what it was', () => {
  const state = stateOf((doc) => {
    doc.getText('text').insert(0, 'xbegun')
    doc.getText('text').delete(0, 1)
    doc.getXmlFragment('xml').insert(0, [new Y.XmlElement('b'), new Y.XmlElement('p')])
    doc.getXmlFragment('xml').delete(0, 1)
    doc.getArray('list').push([1, 2])
    doc.getArray('list').delete(0, 1)
  })
  expect(readJson(state)).toEqual({ text: 'begun', xml: '<p></p>', list: [2] })
  expect(readText(state)).toBe('begun\n<p></p>')
})

describe('[DO9] every value of a document has a form in JSON', () => {
  const odd: readonly (readonly [unknown, unknown])[] = [
    [10n, '10'],
    [-9223372036854775808n, '-9223372036854775808'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [undefined, null],
    [Uint8Array.of(1, 2, 255), 'AQL/'],
    [new Uint8Array(), ''],
    [{ deep: [1n, Number.NaN, { bytes: Uint8Array.of(0) }] }, { deep: ['1', 'NaN', { bytes: 'AA==' }] }],
    [0.1, 0.1],
    ['½ 🚀', '½ 🚀'],
  ]

  test.each(odd)('%o', (value, shown) => {
    const state = stateOf((doc) => {
      doc.getMap('map').set('value', value)
      doc.getMap('map').set('other', 'readable')
      doc.getArray('list').push([[value]])
    })
    const json = readJson(state)
    expect(json).toEqual({ map: { value: shown, other: 'readable' }, list: [[shown]] })
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
  })

  test('subdocuments, shared types in each other, and embeds', () => {
    const state = stateOf((doc) => {
      const child = new Y.Doc({ guid: 'child' })
      doc.getMap('map').set('child', child)
      doc.getArray('list').push([new Y.Doc({ guid: 'other' }), new Y.Map([['text', new Y.Text('inner')]])])
      const text = doc.getText('text')
      text.insert(0, 'a')
      text.insertEmbed(1, { image: Uint8Array.of(1) })
      text.insertEmbed(2, new Y.Map([['n', 1n]]))
    })
    expect(readJson(state)).toEqual({
      map: { child: { subdocument: 'child' } },
      list: [{ subdocument: 'other' }, { text: 'inner' }],
      text: 'a',
    })
  })

  test('what is called like the prototype is a value like any other', () => {
    const map = readJson(stateOf((doc) => doc.getMap('map').set('__proto__', { a: 1 }))).map as object
    expect(Object.entries(map)).toEqual([['__proto__', { a: 1 }]])
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
    expect(Object.entries(readJson(rootOf('__proto__', 1)))).toEqual([['__proto__', [1]]])
    const element = stateOf((doc) => {
      const p = new Y.XmlElement('p')
      p.setAttribute('__proto__', 'x')
      doc.getXmlFragment('xml').insert(0, [p])
    })
    expect(readJson(element)).toEqual({ xml: '<p __proto__="x"></p>' })
  })

  test('XML with marks, embeds and attributes that are no text', () => {
    const state = stateOf((doc) => {
      const [p, text] = [new Y.XmlElement('P'), new Y.XmlText()]
      doc.getXmlFragment('xml').insert(0, [p])
      const set = (name: string, value: unknown) => p.setAttribute(name, value as string)
      set('level', 2)
      // String() fails at this one.
      set('odd', { toString: 1n })
      p.insert(0, [text])
      text.insert(0, 'plain')
      text.insert(5, 'link', { a: { href: '/', n: 3 } })
      text.insertEmbed(9, Object.fromEntries([['toString', null]]))
    })
    const markup = '<p level="2" odd="{"toString":"1"}">plain<a href="/" n="3">link</a>{"toString":null}</p>'
    expect(readJson(state)).toEqual({ xml: markup })
    expect(readText(state)).toBe(markup)
  })

  test('XML is what Yjs makes of it where Yjs can', () => {
    const doc = new Y.Doc()
    const [p, text] = [new Y.XmlElement('p'), new Y.XmlText('x')]
    doc.getXmlFragment('xml').insert(0, [p, new Y.XmlElement('br')])
    p.setAttribute('b', '2')
    p.setAttribute('a', '1')
    p.insert(0, [new Y.XmlElement('i'), text])
    text.insert(1, 'y', { b: { k: 'v', a: 'w' }, a: {} })
    expect(readJson(Y.encodeStateAsUpdate(doc))).toEqual({ xml: doc.getXmlFragment('xml').toString() })
  })

  test.each([1_000, 5_000])('XML nested %i deep', (depth) => {
    const state = stateOf((doc) => {
      let inner = doc.getXmlFragment('xml')
      for (let i = 0; i < depth; i++) {
        const element = new Y.XmlElement('p')
        inner.insert(0, [element])
        inner = element
      }
    })
    const markup = '<p>'.repeat(depth) + '</p>'.repeat(depth)
    expect(readJson(state)).toEqual({ xml: markup })
    expect(readText(state)).toBe(markup)
  })

  const nested: Record<string, (depth: number) => Uint8Array> = {
    maps: (depth) =>
      stateOf((doc) => {
        let inner = doc.getMap<unknown>('deep')
        for (let i = 0; i < depth; i++) {
          const map = new Y.Map<unknown>()
          inner.set('in', map)
          inner = map
        }
      }),
    lists: (depth) =>
      stateOf((doc) => {
        let inner = doc.getArray<unknown>('deep')
        for (let i = 0; i < depth; i++) {
          const list = new Y.Array<unknown>()
          inner.push([list])
          inner = list
        }
      }),
    values: (depth) =>
      stateOf((doc) => {
        let value: unknown = 1
        for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { value }
        doc.getArray('deep').push([value])
      }),
    'texts in texts': (depth) =>
      stateOf((doc) => {
        let inner = new Y.XmlText()
        doc.getXmlFragment('deep').insert(0, [inner])
        for (let i = 0; i < depth; i++) {
          const text = new Y.XmlText()
          inner.insertEmbed(0, text)
          inner = text
        }
      }),
  }
  test.each(Object.entries(nested))('%s nested too deeply are refused by the name of the root', (_, make) => {
    expect(JSON.stringify(readJson(make(400))).length).toBeGreaterThan(10)
    let refusal: unknown = null
    try {
      readJson(make(1_000))
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(RoomError)
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { root: 'deep', maxDepth: 500 } })
  })
})
