/** Reads a whole document out of one Yjs update: by root, text as text, everything else as JSON. */
import * as Y from 'yjs'

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

type Root = Y.Doc['share'] extends Map<string, infer R> ? R : never

/** An update does not say of which type a root is; what is in it does. */
const readRoot = (doc: Y.Doc, name: string, root: Root): unknown => {
  if (root._map.size > 0) return doc.getMap(name).toJSON()
  const first = root._start?.content
  if (first instanceof Y.ContentString || first instanceof Y.ContentFormat) return doc.getText(name).toString()
  if (first instanceof Y.ContentType && (first.type instanceof Y.XmlElement || first.type instanceof Y.XmlText)) {
    return doc.getXmlFragment(name).toString()
  }
  return doc.getArray(name).toJSON()
}

/** @example readUpdate(state) // { text: 'Hello', tasks: ['a', 'b'] } */
export const readUpdate = (base64: string): Readonly<Record<string, unknown>> => {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, bytesOf(base64))
    return Object.fromEntries(Array.from(doc.share, ([name, root]) => [name, readRoot(doc, name, root)]))
  } finally {
    doc.destroy()
  }
}
