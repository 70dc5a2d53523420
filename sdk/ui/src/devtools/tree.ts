/**
 * Owns showing a Yjs document as a tree. It knows shared types by what they can do, not by their classes: those of another copy of Yjs, or of a
 * minified one, are shown as well. Only what is unfolded is read.
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { Say } from './words.ts'

/** Which parts are unfolded, by path. */
export interface Unfolded {
  has(path: string): boolean
  toggle(path: string, isOpen: boolean): void
}

interface Node {
  readonly what: string
  /** One part, whatever its size. */
  readonly isText?: boolean
  /** How many parts it has. */
  readonly size: number
  parts(): Iterable<readonly [string, unknown]>
}

/** A document's children of one level, and the letters of one text. */
const mostParts = 200
const longestText = 2_000

type Shared = {
  readonly length: number
  readonly nodeName?: unknown
  readonly size?: number
  toArray?(): readonly unknown[]
  getAttributes?(): Readonly<Record<string, unknown>>
  entries?(): Iterable<[string, unknown]>
  toDelta?(): readonly unknown[]
  toString(): string
}

const isShared = (value: unknown): value is Shared =>
  typeof value === 'object' && value !== null && '_item' in value && 'doc' in value

const numbered = (parts: readonly unknown[]) => parts.map((part, index) => [String(index), part] as const)

/** Reads one level; a value that has none is `null`. */
const nodeOf = (say: Say, value: unknown): Node | null => {
  if (isShared(value)) {
    if (value.toDelta)
      return { what: say('text'), isText: true, size: value.length, parts: () => [['text', value.toString()]] }
    if (value.nodeName !== undefined) {
      const attributes = Object.entries(value.getAttributes?.() ?? {}).map(([name, is]) => [`@${name}`, is] as const)
      const children = value.toArray?.() ?? []
      const parts = () => [...attributes, ...numbered(children)]
      return { what: `<${String(value.nodeName)}>`, size: attributes.length + children.length, parts }
    }
    if (value.entries) return { what: say('map'), size: value.size ?? 0, parts: () => value.entries?.() ?? [] }
    if (value.toArray) return { what: say('list'), size: value.length, parts: () => numbered(value.toArray?.() ?? []) }
    // A root that nobody has said the type of yet.
    return { what: say('notOpened'), size: 0, parts: () => [] }
  }
  if (Array.isArray(value)) return { what: say('array'), size: value.length, parts: () => numbered(value) }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null
  const parts = Object.entries(value)
  return { what: say('object'), size: parts.length, parts: () => parts }
}

const shownValue = (say: Say, value: unknown): string => {
  if (value instanceof Uint8Array) return say('bytes', { count: value.length })
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > longestText ? `${text.slice(0, longestText)}… (${text.length})` : text
}

/** One entry, and what is below it where it is unfolded. */
export const treeItem = (name: string, value: unknown, path: string, unfolded: Unfolded, say: Say): TemplateResult => {
  const node = nodeOf(say, value)
  if (!node) return html`<li><b><bdi>${name}</bdi></b> <bdi class="value">${shownValue(say, value)}</bdi></li>`
  const isOpen = unfolded.has(path)
  const parts = isOpen ? [...node.parts()].slice(0, mostParts) : []
  const rest = isOpen ? node.size - parts.length : 0
  const toggled = (event: Event) => unfolded.toggle(path, (event.currentTarget as HTMLDetailsElement).open)
  return html`<li>
    <details .open=${isOpen} @toggle=${toggled}>
      <summary><b><bdi>${name}</bdi></b> <span class="faint">${node.what}, ${node.size}</span></summary>
      <ul>${parts.map(([part, is]) => treeItem(part, is, `${path}\n${part}`, unfolded, say))}${rest > 0 && !node.isText ? html`<li class="faint">+ ${rest}</li>` : nothing}</ul>
    </details>
  </li>`
}
