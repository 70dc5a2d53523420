/** Reads a document for somebody without a Yjs client: as JSON or as plain text. */
import * as Y from 'yjs'

/** The first item of a list that was not deleted: of one that was nobody knows what it had been. */
const firstContent = (root: Y.AbstractType<unknown>): unknown => {
  let item = root._start
  while (item !== null && item.content instanceof Y.ContentDeleted) item = item.right
  return item?.content
}

/** A root that arrived in updates has no class until somebody names it; its content tells which one fits. */
export const openRoot = (doc: Y.Doc, name: string): Y.AbstractType<unknown> => {
  const root: Y.AbstractType<unknown> = doc.get(name)
  if (root.constructor !== Y.AbstractType) return root
  if (root._map.size > 0) return doc.getMap(name) as Y.AbstractType<unknown>
  const content = firstContent(root)
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
  const copy = new Y.Doc()
  Y.applyUpdate(copy, state)
  return copy
}

export const readJson = (state: Uint8Array): Record<string, unknown> => {
  const copy = copyOf(state)
  const json = Object.fromEntries([...copy.share.keys()].map((name) => [name, openRoot(copy, name).toJSON()]))
  copy.destroy()
  return json
}

/** The text of every text root, in order of their names, separated by a line break. */
export const readText = (state: Uint8Array): string => {
  const copy = copyOf(state)
  const texts = [...copy.share.keys()]
    .sort()
    .map((name) => openRoot(copy, name))
    .filter((root) => root instanceof Y.Text || root instanceof Y.XmlFragment)
    .map((root) => root.toString())
  copy.destroy()
  return texts.join('\n')
}
