/** The room's documents in memory: opened when somebody needs them, with the updates that wait for the next tick. */

import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import type { Connection, Log } from '../../../room/feature.ts'
import type { Authors } from '../history/authors.ts'
import type { UpdateContent } from '../sync/scan-update.ts'
import { checkUpdate } from '../sync/update.ts'
import type { LoadGuard } from './load-guard.ts'
import { type Commit, type OpenDocument, openDocument, type Past } from './open-document.ts'
import type { DocumentStore } from './store.ts'
import { type Held, nothingHeld, requireFits } from './usage.ts'

export interface Pending {
  update: Uint8Array
  /** The author's own number for it, 0 where the dialect has none. */
  readonly seq: number
  readonly from: Connection
  content: UpdateContent
  /** Client ids that are known to be others', whoever sends it. */
  readonly authorKnown?: ReadonlySet<number>
}

/** The updates that wait for one document's tick, and what it will come to with them. */
interface Waiting extends Held {
  readonly items: Pending[]
  add(pending: Pending): void
}

const waitAt = (current: () => Held): Waiting => {
  const items: Pending[] = []
  const clients = new Set<number>()
  const roots = new Set<string>()
  const sums = { bytes: 0, memoryBytes: 0, rootItems: 0 }
  return {
    items,
    add(pending) {
      const { update, content } = pending
      items.push(pending)
      sums.bytes += update.length
      sums.memoryBytes += update.length + content.memoryBytes
      sums.rootItems += content.rootItems
      for (const client of content.clients) if (!current().hasClient(client)) clients.add(client)
      for (const root of content.roots) if (!current().hasRoot(root)) roots.add(root)
    },
    get bytes() {
      return current().bytes + sums.bytes
    },
    get memoryBytes() {
      return current().memoryBytes + sums.memoryBytes
    },
    get rootItems() {
      return current().rootItems + sums.rootItems
    },
    get clients() {
      return current().clients + clients.size
    },
    get roots() {
      return current().roots + roots.size
    },
    hasClient: (client) => clients.has(client) || current().hasClient(client),
    hasRoot: (name) => roots.has(name) || current().hasRoot(name),
  }
}

export interface OpenDocuments {
  /** `null` for a document that nobody has written yet. @throws RoomError ROOM_UNAVAILABLE */
  open(name: string): OpenDocument | null
  /** Keeps an update for the tick. @throws RoomError ROOM_UNAVAILABLE, LIMIT_EXCEEDED or DOCUMENT_TOO_LARGE */
  collect(name: string, pending: Pending): void
  withPending(): readonly string[]
  /** What was collected: it waits no longer. */
  take(name: string): readonly Pending[]
  /** Whether there is room for an update. @throws RoomError ROOM_UNAVAILABLE or LIMIT_EXCEEDED */
  check(name: string, pending: Pending): void
  /** Writes updates. Call inside a transaction. */
  commit(name: string, pending: readonly Pending[]): Commit<Pending>
  /** Compacts and proves what has at least `rows` log rows. Call inside a transaction, when nobody is in a hurry. */
  settle(rows: number): void
  forget(): void
}

const fromTheStart: ReturnType<typeof Y.parseUpdateMeta> = { from: new Map(), to: new Map() }

export const createOpenDocuments = (
  store: DocumentStore,
  guard: LoadGuard,
  authors: Authors,
  past: Past,
  made: (document: string) => void,
  log: Log,
): OpenDocuments => {
  const documents = new Map<string, OpenDocument>()
  const waiting = new Map<string, Waiting>()
  /** Those of them that do not exist yet. */
  const unborn = new Set<string>()

  const open = (name: string): OpenDocument | null => {
    const known = documents.get(name)
    if (known !== undefined) return known
    const stored = store.find(name)
    if (stored === null) return null
    guard.begin(stored)
    try {
      const document = openDocument(stored, store, past)
      if (document.damage !== null) log('document_fell_back', { document: name, error: document.damage })
      documents.set(name, document)
      guard.succeeded(stored)
      return document
    } catch (error) {
      guard.failed(stored)
      log('document_unavailable', { document: name, error: error instanceof Error ? error.message : String(error) })
      throw new RoomError('ROOM_UNAVAILABLE', 'The stored document cannot be loaded', { document: name })
    }
  }

  /** Where there is no room for all of an update, what is there already is left out. @throws RoomError when there is none for the rest */
  const leaveOutKnown = (name: string, held: Held, document: OpenDocument | null, pending: Pending): void => {
    try {
      requireFits(name, held, pending.update.length, pending.content)
    } catch (error) {
      const update = document === null ? pending.update : Y.diffUpdate(pending.update, document.stateVector())
      if (update.length === pending.update.length) throw error
      const content = checkUpdate(update, limits.documentMaxBytes)
      requireFits(name, held, update.length, content)
      pending.update = update
      pending.content = content
    }
  }

  const create = (name: string): OpenDocument => {
    const document = openDocument(store.create(name, past.clock()), store, past)
    documents.set(name, document)
    made(name)
    return document
  }

  /** What is sent under client ids that are not their sender's anyway. Before it is committed: it is theirs from where the document ends. */
  const sentByOthers = ({ stored, clockOf }: OpenDocument, pending: readonly Pending[], writers: readonly number[]) =>
    pending.flatMap((item, i) => {
      const author = writers[i] ?? 0
      const clients = item.content.clients.filter(
        (client) => !authors.isNext(stored.id, client, author) && !item.authorKnown?.has(client),
      )
      if (clients.length === 0) return []
      // A new one is its first sender's from the start, wherever that begins.
      const isFirst =
        writers.every((writer) => writer === author) && !clients.some((client) => authors.knows(stored.id, client))
      const { from, to } = isFirst ? fromTheStart : Y.parseUpdateMeta(item.update)
      return clients.map((client) => {
        const stretch = { client, from: from.get(client) ?? 0, until: to.get(client) ?? 0, had: clockOf(client) }
        return { item, author, ...stretch }
      })
    })

  const check = (name: string, pending: Pending): { readonly isNew: boolean } => {
    const document = open(name)
    leaveOutKnown(name, waiting.get(name) ?? document?.held ?? nothingHeld, document, pending)
    const isNew = document === null && !waiting.has(name)
    if (isNew && store.count() + unborn.size >= limits.documentsPerRoom) {
      throw new RoomError('LIMIT_EXCEEDED', 'The room has as many documents as it may have', {
        max: limits.documentsPerRoom,
      })
    }
    return { isNew }
  }

  return {
    open,
    check,
    collect(name, pending) {
      if (check(name, pending).isNew) unborn.add(name)
      const waitingHere = waiting.get(name) ?? waitAt(() => documents.get(name)?.held ?? nothingHeld)
      waitingHere.add(pending)
      waiting.set(name, waitingHere)
    },
    withPending: () => [...waiting.keys()],
    take(name) {
      const pending = waiting.get(name)?.items ?? []
      waiting.delete(name)
      unborn.delete(name)
      return pending
    },
    commit(name, pending) {
      const document = open(name) ?? create(name)
      const writers = pending.map(({ from }) => authors.idOf(from.user))
      const sent = sentByOthers(document, pending, writers)
      const committed = document.commit(pending, [...new Set(writers)].join(','))
      const refused = new Set(committed.refused.map(({ item }) => item))
      if (sent.length > 0) {
        authors.assign(
          document.stored.id,
          sent.filter(({ item }) => !refused.has(item)),
        )
      }
      const problem = document.compactIfLong()
      if (problem !== null) log('snapshot_dropped', { document: name, error: problem })
      return committed
    },
    settle(rows) {
      for (const { name, id } of store.all()) {
        if (store.kept(id).rows < rows) continue
        try {
          const problem = open(name)?.settle(rows) ?? null
          if (problem !== null) log('snapshot_dropped', { document: name, error: problem })
        } catch (error) {
          // It stays as it is; whoever wants it is told.
          if (!(error instanceof RoomError)) throw error
        }
      }
    },
    forget() {
      authors.forget()
      documents.clear()
    },
  }
}
