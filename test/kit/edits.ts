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
  (doc, random) => {
    const text = doc.getText('text')
    text.insertEmbed(place(random, text.length), { image: prng.word(random) }, prng.bool(random) ? { wide: true } : {})
  },
  // Apart from what is formatted: Yjs breaks a character for one client alone when a format that changes nothing ends within it.
  (doc, random) =>
    doc.getText('faces').insert(place(random, doc.getText('faces').length), '😀'.repeat(prng.uint32(random, 1, 4))),
  (doc, random) => {
    const text = doc.getText('faces')
    if (text.length > 0) text.delete(prng.uint32(random, 0, text.length - 1), 1)
  },
  (doc, random) => {
    const nested = new Y.Map<unknown>([['n', prng.uint32(random, 0, 99)]])
    const text = new Y.Text(prng.word(random))
    text.applyDelta([{ insert: prng.word(random), attributes: { bold: true } }])
    nested.set('text', text)
    if (prng.bool(random)) doc.getMap('map').set(`t${prng.uint32(random, 0, 2)}`, nested)
    else doc.getArray('list').insert(place(random, doc.getArray('list').length), [nested])
  },
  (doc, random) => {
    const nested = doc.getMap('map').get(`t${prng.uint32(random, 0, 2)}`)
    const text = nested instanceof Y.Map ? nested.get('text') : undefined
    if (!(text instanceof Y.Text)) return
    const at = place(random, text.length)
    if (prng.bool(random)) text.insert(at, prng.word(random))
    else text.format(at, text.length - at, { bold: prng.bool(random) ? true : null })
  },
  (doc, random) => {
    const root = doc.getXmlFragment('xml')
    if (root.length === 0) return
    const at = prng.uint32(random, 0, root.length - 1)
    const text = root.get(at)
    const inner = text instanceof Y.XmlElement ? text.get(0) : undefined
    if (inner instanceof Y.XmlText && prng.bool(random)) inner.format(0, inner.length, { em: {} })
    else root.delete(at)
  },
]

/** Attributes have no order: in which one Yjs tells them depends on which was written first. */
const inOrder = (attributes: object) =>
  Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))

const deltaOf = (text: Y.Text): unknown =>
  text
    .toDelta()
    .map((piece: { readonly attributes?: object }) =>
      piece.attributes ? { ...piece, attributes: inOrder(piece.attributes) } : piece,
    )

/** A type with everything in it; attributes of texts and of elements included. */
const told = (value: unknown): unknown => {
  const own = value instanceof Y.XmlElement || value instanceof Y.XmlText ? value.getAttributes() : {}
  const attributes = inOrder(own)
  if (value instanceof Y.Text) return { attributes, delta: deltaOf(value) }
  if (value instanceof Y.XmlElement) return { name: value.nodeName, attributes, items: value.toArray().map(told) }
  if (value instanceof Y.XmlFragment || value instanceof Y.Array) return value.toArray().map(told)
  if (value instanceof Y.Map)
    return [...value.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, told(of)])
  return value
}

/** Everything in a document, in words that can be compared. */
export const describe = (doc: Y.Doc): string =>
  JSON.stringify(
    [doc.getText('text'), doc.getText('faces'), doc.getMap('map'), doc.getArray('list'), doc.getXmlFragment('xml')].map(
      told,
    ),
  )
