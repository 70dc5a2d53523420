/** The room's documents in memory: opened when somebody needs them, with the updates that wait for the next tick. */

import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import type { Connection, Log } from '../../../room/feature.ts'
import type { Authors } from '../history/authors.ts'
import type { LoadGuard } from './load-guard.ts'
import { type Commit, type OpenDocument, openDocument } from './open-document.ts'
import type { DocumentStore } from './store.ts'

export interface Pending {
  readonly update: Uint8Array
  /** The author's own number for it, 0 where the dialect has none. */
  readonly seq: number
  readonly from: Connection
  /** Yjs client ids of its structs that `from` is to be the author of. */
  readonly clients: readonly number[]
}

export interface OpenDocuments {
  /** `null` for a document that nobody has written yet. @throws RoomError ROOM_UNAVAILABLE */
  open(name: string): OpenDocument | null
  /** Keeps an update for the tick. @throws RoomError ROOM_UNAVAILABLE or LIMIT_EXCEEDED */
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

export const createOpenDocuments = (
  store: DocumentStore,
  guard: LoadGuard,
  authors: Authors,
  absorb: (document: number, before: number) => void,
  clock: () => number,
  made: (document: string) => void,
  log: Log,
): OpenDocuments => {
  const documents = new Map<string, OpenDocument>()
  const past = { clock, absorb }
  const waiting = new Map<string, Pending[]>()
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

  const create = (name: string): OpenDocument => {
    const document = openDocument(store.create(name, clock()), store, past)
    documents.set(name, document)
    made(name)
    return document
  }

  /** What is sent under client ids that are not their sender's anyway. Before it is committed: it is theirs from where the document ends. */
  const sentByOthers = ({ stored, clockOf }: OpenDocument, pending: readonly Pending[], writers: readonly number[]) =>
    pending.flatMap((item, i) => {
      const author = writers[i] ?? 0
      const clients = item.clients.filter((client) => !authors.isNext(stored.id, client, author))
      if (clients.length === 0) return []
      const { from, to } = Y.parseUpdateMeta(item.update)
      return clients.map((client) => {
        const stretch = { client, from: from.get(client) ?? 0, until: to.get(client) ?? 0, had: clockOf(client) }
        return { item, author, ...stretch }
      })
    })

  const check = (name: string, pending: Pending): { readonly isNew: boolean } => {
    const document = open(name)
    if (document !== null && document.bytes() + pending.update.length > limits.documentMaxBytes) {
      throw new RoomError('DOCUMENT_TOO_LARGE', `A document has at most ${limits.documentMaxBytes} bytes`, {
        document: name,
        bytes: document.bytes(),
        maxBytes: limits.documentMaxBytes,
      })
    }
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
      const waitingHere = waiting.get(name)
      if (waitingHere === undefined) waiting.set(name, [pending])
      else waitingHere.push(pending)
    },
    withPending: () => [...waiting.keys()],
    take(name) {
      const pending = waiting.get(name) ?? []
      waiting.delete(name)
      unborn.delete(name)
      return pending
    },
    commit(name, pending) {
      const document = open(name) ?? create(name)
      const writers = pending.map(({ from }) => authors.idOf(from.user))
      const sent = sentByOthers(document, pending, writers)
      const committed = document.commit(pending, [...new Set(writers)].join(','))
      for (const { item, author, ...stretch } of sent) {
        if (!committed.refused.includes(item)) authors.assign(document.stored.id, author, stretch)
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
