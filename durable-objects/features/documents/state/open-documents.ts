/** The room's documents in memory: opened when somebody needs them, with the updates that wait for the next tick. */

import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import type { Connection, Log } from '../../../room/feature.ts'
import type { Authors, Sent } from '../history/authors.ts'
import type { UpdateContent } from '../sync/scan-update.ts'
import { checkUpdate } from '../sync/update.ts'
import type { LoadGuard } from './load-guard.ts'
import { type Commit, type OpenDocument, openDocument, type Past } from './open-document.ts'
import type { DocumentStore } from './store.ts'
import { type Added, type Held, nothingAdded, nothingHeld, requireFits } from './usage.ts'

export interface Pending {
  update: Uint8Array
  /** The author's own number for it; 0 where the dialect has none, or its numbers have begun anew. */
  seq: number
  readonly from: Connection
  content: UpdateContent
  /** Client ids that are known to be others', whoever sends it. */
  readonly authorKnown?: ReadonlySet<number>
}

/** The updates that wait for one document's tick, and what they will add to it. */
interface Waiting extends Added {
  readonly items: Pending[]
  add(pending: Pending, held: Held): void
}

const createWaiting = (): Waiting => {
  const items: Pending[] = []
  const clients = new Set<number>()
  const roots = new Set<string>()
  let [bytes, memoryBytes, rootItems] = [0, 0, 0]
  return {
    items,
    clients,
    roots,
    add(pending, held) {
      const { update, content } = pending
      items.push(pending)
      bytes += update.length
      memoryBytes += update.length + content.memoryBytes
      rootItems += content.rootItems
      for (const client of content.clients) if (!held.hasClient(client)) clients.add(client)
      for (const root of content.roots) if (!held.hasRoot(root)) roots.add(root)
    },
    get bytes() {
      return bytes
    },
    get memoryBytes() {
      return memoryBytes
    },
    get rootItems() {
      return rootItems
    },
  }
}

export interface OpenDocuments {
  /** `null` for a document that nobody has written yet. @throws RoomError ROOM_UNAVAILABLE */
  open(name: string): OpenDocument | null
  /** Keeps an update for the tick. @throws RoomError ROOM_UNAVAILABLE, LIMIT_EXCEEDED or DOCUMENT_TOO_LARGE */
  collect(name: string, pending: Pending): void
  withPending(): readonly string[]
  /** A session of `from` begins, and with it its numbers: what waits from before is acknowledged under none, which would be taken for another's. */
  beginNumbers(from: Connection): void
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
  const leaveOutKnown = (name: string, added: Added, document: OpenDocument | null, pending: Pending): void => {
    const held = document?.held ?? nothingHeld
    try {
      requireFits(name, held, added, pending.update.length, pending.content)
    } catch (error) {
      const update = document === null ? pending.update : Y.diffUpdate(pending.update, document.stateVector())
      if (update.length === pending.update.length) throw error
      const content = checkUpdate(update, limits.documentMaxBytes)
      requireFits(name, held, added, update.length, content)
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
  const sentByOthers = ({ stored, clockOf }: OpenDocument, pending: readonly Pending[], writers: readonly number[]) => {
    const sent: (Sent & { readonly item: Pending })[] = []
    pending.forEach((item, i) => {
      const author = writers[i] ?? 0
      if (item.content.clients.every((client) => authors.isNext(stored.id, client, author))) return
      const isOthers = (client: number) => !authors.isNext(stored.id, client, author) && !item.authorKnown?.has(client)
      const clients = item.content.clients.filter(isOthers)
      if (clients.length === 0) return
      // A new one is its first sender's from the start, wherever that begins.
      const isFirst =
        writers.every((writer) => writer === author) && !clients.some((client) => authors.knows(stored.id, client))
      const { from, to } = isFirst ? fromTheStart : Y.parseUpdateMeta(item.update)
      for (const client of clients) {
        const stretch = { client, from: from.get(client) ?? 0, until: to.get(client) ?? 0, had: clockOf(client) }
        sent.push({ item, author, ...stretch })
      }
    })
    return sent
  }

  /** Returns the document, and what waits for it already. */
  const check = (name: string, pending: Pending) => {
    const document = open(name)
    const known = waiting.get(name)
    leaveOutKnown(name, known ?? nothingAdded, document, pending)
    if (document === null && known === undefined && store.count() + unborn.size >= limits.documentsPerRoom) {
      throw new RoomError('LIMIT_EXCEEDED', 'The room has as many documents as it may have', {
        max: limits.documentsPerRoom,
      })
    }
    return { document, known }
  }

  return {
    open,
    check: (name, pending) => void check(name, pending),
    collect(name, pending) {
      const { document, known } = check(name, pending)
      const waitingHere = known ?? createWaiting()
      waitingHere.add(pending, document?.held ?? nothingHeld)
      if (known !== undefined) return
      waiting.set(name, waitingHere)
      if (document === null) unborn.add(name)
    },
    withPending: () => [...waiting.keys()],
    beginNumbers({ id }) {
      for (const { items } of waiting.values()) for (const item of items) if (item.from.id === id) item.seq = 0
    },
    take(name) {
      const pending = waiting.get(name)?.items ?? []
      waiting.delete(name)
      unborn.delete(name)
      return pending
    },
    commit(name, pending) {
      const document = open(name) ?? create(name)
      const ids = new Map<Connection, number>()
      const writers = pending.map(({ from }) => {
        const id = ids.get(from) ?? authors.idOf(from.user)
        ids.set(from, id)
        return id
      })
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
