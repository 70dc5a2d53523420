/**
 * Shows what lies in a document as JSON, whatever it is. What JSON does not know takes the form that Protocol Buffers give it there: bytes are
 * base64, a BigInt is its digits, NaN and infinities are their names. A subdocument is `{ "subdocument": guid }`, `undefined` is null.
 */
import { toBase64 } from '@syncforge/protocol/base64'
import { RoomError } from '@syncforge/protocol/errors'
import * as Y from 'yjs'
import { xmlMarkup } from './xml-content.ts'

/** Deeper than anybody nests by hand, and far from where a stack ends, here or in whatever reads the answer. */
const maxDepth = 500

const numberOf = (value: number): unknown => (Number.isFinite(value) ? value : String(value))

/** Sets `key` as a value of its own, be it one that would mean the prototype. */
const put = (target: object, key: string, value: unknown) => {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

const createReader = (root: string) => {
  const tooDeep = () =>
    new RoomError('LIMIT_EXCEEDED', `What is in ${root} is nested too deeply for JSON: read it as a Yjs update`, {
      root,
      maxDepth,
    })

  const objectOf = (entries: Iterable<[string, unknown]>, depth: number): object => {
    const shown = {}
    for (const [key, value] of entries) put(shown, key, read(value, depth + 1))
    return shown
  }

  const read = (value: unknown, depth: number): unknown => {
    if (depth > maxDepth) throw tooDeep()
    if (typeof value === 'number') return numberOf(value)
    if (typeof value === 'bigint') return value.toString()
    if (value === undefined || value === null) return null
    if (typeof value !== 'object') return value
    if (value instanceof Uint8Array) return toBase64(value)
    if (value instanceof Y.Doc) return { subdocument: value.guid }
    if (value instanceof Y.XmlText || value instanceof Y.XmlFragment) {
      return xmlMarkup(value, (inner) => asText(read(inner, depth + 1)))
    }
    if (value instanceof Y.Text) return value.toString()
    if (value instanceof Y.Map) return objectOf(value.entries(), depth)
    const items: readonly unknown[] | null =
      value instanceof Y.Array ? value.toArray() : Array.isArray(value) ? value : null
    if (items !== null) return items.map((item) => read(item, depth + 1))
    return objectOf(Object.entries(value), depth)
  }
  return read
}

const asText = (shown: unknown): string => (typeof shown === 'string' ? shown : JSON.stringify(shown))

/** What the root of this name holds. @throws RoomError LIMIT_EXCEEDED when it is nested too deeply */
export const jsonContent = (root: Y.AbstractType<unknown>, name: string): unknown => createReader(name)(root, 0)

/** What the roots of these names hold, as one object. @throws RoomError LIMIT_EXCEEDED as above */
export const jsonOfRoots = (
  roots: readonly (readonly [string, Y.AbstractType<unknown>])[],
): Record<string, unknown> => {
  const shown = {}
  for (const [name, root] of roots) put(shown, name, jsonContent(root, name))
  return shown
}

/** The text of a root that holds text. @throws RoomError LIMIT_EXCEEDED as above */
export const textContent = (root: Y.Text | Y.XmlFragment, name: string): string => asText(createReader(name)(root, 0))
