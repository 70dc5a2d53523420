/** Reads a document for somebody without a Yjs client: as JSON or as plain text. */
import * as Y from 'yjs'
import { jsonOfRoots, textContent } from './json-content.ts'
import { applyStored, createDoc } from './state/yjs-doc.ts'

/** A root that arrived in updates has no class until somebody names it; its content tells which one fits. */
export const openRoot = (doc: Y.Doc, name: string): Y.AbstractType<unknown> => {
  const root: Y.AbstractType<unknown> = doc.get(name)
  if (root.constructor !== Y.AbstractType) return root
  if (root._map.size > 0) return doc.getMap(name) as Y.AbstractType<unknown>
  let item = root._start
  // What was deleted has left only its length.
  while (item !== null && item.content instanceof Y.ContentDeleted) item = item.right
  const content = item?.content
  if (content instanceof Y.ContentString || content instanceof Y.ContentFormat || content instanceof Y.ContentEmbed) {
    return doc.getText(name) as Y.AbstractType<unknown>
  }
  if (content instanceof Y.ContentType && (content.type instanceof Y.XmlElement || content.type instanceof Y.XmlText)) {
    return doc.getXmlFragment(name) as Y.AbstractType<unknown>
  }
  return doc.getArray(name) as Y.AbstractType<unknown>
}

/** A copy whose roots may be given a class: doing that to the room's own document would fix it for everyone. */
const copyOf = (state: Uint8Array): Y.Doc => {
  const copy = createDoc()
  applyStored(copy, [state])
  return copy
}

/** What `read` makes of each root of this state, by name. */
const ofRoots = <T>(state: Uint8Array, read: (roots: [string, Y.AbstractType<unknown>][]) => T): T => {
  const copy = copyOf(state)
  try {
    return read([...copy.share.keys()].map((name) => [name, openRoot(copy, name)]))
  } finally {
    copy.destroy()
  }
}

/** @throws RoomError LIMIT_EXCEEDED when something is nested too deeply for JSON */
export const readJson = (state: Uint8Array): Record<string, unknown> => ofRoots(state, jsonOfRoots)

/** The text of every text root, in order of their names, separated by a line break. @throws RoomError LIMIT_EXCEEDED as above */
export const readText = (state: Uint8Array): string =>
  ofRoots(state, (roots) =>
    roots
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([name, root]) =>
        root instanceof Y.Text || root instanceof Y.XmlFragment ? [textContent(root, name)] : [],
      )
      .join('\n'),
  )
