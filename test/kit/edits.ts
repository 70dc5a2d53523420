/** Random edits of every kind that Yjs has, and a document in words that can be compared. */
import * as prng from 'lib0/prng'
import * as Y from 'yjs'

type Edit = (doc: Y.Doc, random: prng.PRNG) => void

const place = (random: prng.PRNG, length: number) => prng.uint32(random, 0, length)

/** One of every kind; each changes `doc` as `random` says. */
export const edits: Edit[] = [
  (doc, random) => {
    const text = doc.getText('text')
    text.insert(place(random, text.length), prng.word(random, 1, 8))
  },
  (doc, random) => {
    const text = doc.getText('text')
    const at = place(random, text.length)
    text.delete(at, Math.min(text.length - at, prng.uint32(random, 0, 5)))
  },
  (doc, random) => {
    const text = doc.getText('text')
    const at = place(random, text.length)
    text.format(at, Math.min(text.length - at, 4), { bold: prng.bool(random) ? true : null })
  },
  (doc, random) => doc.getMap('map').set(`k${prng.uint32(random, 0, 5)}`, prng.word(random)),
  (doc, random) => doc.getMap('map').delete(`k${prng.uint32(random, 0, 5)}`),
  (doc, random) =>
    doc.getArray('list').insert(place(random, doc.getArray('list').length), [prng.uint32(random, 0, 99)]),
  (doc, random) => {
    const list = doc.getArray('list')
    if (list.length > 0) list.delete(prng.uint32(random, 0, list.length - 1))
  },
  (doc, random) => {
    const root = doc.getXmlFragment('xml')
    const element = new Y.XmlElement('p')
    element.insert(0, [new Y.XmlText(prng.word(random))])
    root.insert(place(random, root.length), [element])
  },
  (doc, random) => {
    const root = doc.getXmlFragment('xml')
    if (root.length === 0) return
    const element = root.get(prng.uint32(random, 0, root.length - 1))
    if (element instanceof Y.XmlElement) element.setAttribute('n', prng.word(random))
  },
]

/** Everything in a document, in words that can be compared. */
export const describe = (doc: Y.Doc): string =>
  JSON.stringify({
    text: doc.getText('text').toDelta(),
    map: Object.entries(doc.getMap('map').toJSON()).sort(),
    list: doc.getArray('list').toJSON(),
    xml: doc.getXmlFragment('xml').toString(),
  })
