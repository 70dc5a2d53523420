/** What a document has come to, and whether an edit still fits (rule DO10). */
import type { DocumentUsage } from '@syncforge/protocol/document'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type * as Y from 'yjs'
import { memoryOf, type UpdateContent } from '../sync/scan-update.ts'

/** Rows keep memory in units of this, as the number of structs that would take it. */
const memoryUnitBytes = 500

export const toMemoryUnits = (memoryBytes: number): number => Math.ceil(memoryBytes / memoryUnitBytes)

/** What a document takes in memory, of what its rows say. */
export const memoryBytesOf = ({ bytes, structs }: { readonly bytes: number; readonly structs: number }): number =>
  bytes + structs * memoryUnitBytes

const kindText = 4
const kindType = 7

const memoryOfStruct = (struct: Y.Item | Y.GC): number => {
  if (!('content' in struct)) return memoryOf.gc
  if (struct.deleted) return memoryOf.deleted
  const kind = struct.content.getRef()
  const base = kind === kindText ? memoryOf.text : kind === kindType ? memoryOf.type : memoryOf.value
  return base + (struct.parentSub === null ? 0 : memoryOf.keyed)
}

/** Exactly what the structs of a document in memory count for; an update's own estimate is never less. */
export const memoryOfDoc = (doc: Y.Doc): number => {
  let bytes = 0
  for (const structs of doc.store.clients.values()) for (const struct of structs) bytes += memoryOfStruct(struct)
  return bytes
}

/** What is there already. */
export interface Held {
  readonly bytes: number
  readonly memoryBytes: number
  readonly clients: number
  readonly roots: number
  readonly rootItems: number
  hasClient(client: number): boolean
  hasRoot(name: string): boolean
}

export const nothingHeld: Held = {
  bytes: 0,
  memoryBytes: 0,
  clients: 0,
  roots: 0,
  rootItems: 0,
  hasClient: () => false,
  hasRoot: () => false,
}

const bounds = {
  bytes: limits.documentMaxBytes,
  memoryBytes: limits.documentMemoryMaxBytes,
  clients: limits.documentClientsMax,
  roots: limits.documentRootsMax,
} as const

export const tooLarge = (document: string, bound: 'bytes' | 'memoryBytes', is: number): RoomError => {
  const max = bounds[bound]
  const what = bound === 'bytes' ? `${is} bytes` : `about ${is} bytes of memory`
  return new RoomError('DOCUMENT_TOO_LARGE', `${document} would take ${what}, at most ${max} are allowed`, {
    document,
    bound,
    [bound]: is,
    [bound === 'bytes' ? 'maxBytes' : 'maxMemoryBytes']: max,
  })
}

export const pastBound = (document: string, bound: string, max: number, is?: number): RoomError =>
  new RoomError('LIMIT_EXCEEDED', `${document} would come to more ${bound} than the ${max} that a document may have`, {
    document,
    bound,
    max,
    ...(is === undefined ? {} : { is }),
  })

/** What waits to be added to it: its new client ids and root types are not held yet. */
export interface Added {
  readonly bytes: number
  readonly memoryBytes: number
  readonly clients: ReadonlySet<number>
  readonly roots: ReadonlySet<string>
  readonly rootItems: number
}

export const nothingAdded: Added = { bytes: 0, memoryBytes: 0, clients: new Set(), roots: new Set(), rootItems: 0 }

/**
 * Asked for every edit.
 *
 * @throws RoomError DOCUMENT_TOO_LARGE or LIMIT_EXCEEDED with `details.bound` when an update does not fit any more
 */
export const requireFits = (
  document: string,
  held: Held,
  added: Added,
  bytes: number,
  content: UpdateContent,
): void => {
  const size = held.bytes + added.bytes + bytes
  if (size > bounds.bytes) throw tooLarge(document, 'bytes', size)
  const memory = held.memoryBytes + added.memoryBytes + bytes + content.memoryBytes
  if (memory > bounds.memoryBytes) throw tooLarge(document, 'memoryBytes', memory)
  let clients = held.clients + added.clients.size
  for (const client of content.clients) if (!held.hasClient(client) && !added.clients.has(client)) clients += 1
  if (clients > bounds.clients) throw pastBound(document, 'clients', bounds.clients, clients)
  let roots = held.roots + added.roots.size
  for (const root of content.roots) if (!held.hasRoot(root) && !added.roots.has(root)) roots += 1
  if (roots > bounds.roots) throw pastBound(document, 'roots', bounds.roots, roots)
  const lookups = roots * (held.rootItems + added.rootItems + content.rootItems)
  if (lookups > limits.documentRootLookupsMax)
    throw pastBound(document, 'rootLookups', limits.documentRootLookupsMax, lookups)
}

export const usageOf = (held: Held): DocumentUsage => {
  const usage = {
    bytes: { is: held.bytes, max: bounds.bytes },
    memoryBytes: { is: held.memoryBytes, max: bounds.memoryBytes },
    clients: { is: held.clients, max: bounds.clients },
    roots: { is: held.roots, max: bounds.roots },
  }
  return { ...usage, share: Math.max(...Object.values(usage).map(({ is, max }) => is / max)) }
}

/** The bound that a document is nearest to, and how many of the shares that are told of it has come to. */
export const fullestOf = (
  held: Held,
): { readonly bound: keyof typeof bounds; readonly share: number; readonly step: number } => {
  let bound: keyof typeof bounds = 'bytes'
  for (const one of Object.keys(bounds) as (keyof typeof bounds)[]) {
    if (held[one] / bounds[one] > held[bound] / bounds[bound]) bound = one
  }
  const share = held[bound] / bounds[bound]
  return { bound, share, step: limits.documentWarnShares.filter((at) => share >= at).length }
}
