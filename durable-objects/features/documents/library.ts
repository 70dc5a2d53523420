/** The room's documents in memory: opened when somebody needs them, with the updates that wait for the next tick. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Connection, RoomContext } from '../../room/feature.ts'
import { type Commit, compactAtRows, type OpenDocument, openDocument } from './open-document.ts'
import type { DocumentStore } from './store.ts'

export interface Pending {
  readonly update: Uint8Array
  /** The author's own number for it, 0 where the dialect has none. */
  readonly seq: number
  readonly from: Connection
}

export interface Library {
  /** `null` for a document that nobody has written yet. @throws RoomError ROOM_UNAVAILABLE */
  open(name: string): OpenDocument | null
  /** Keeps an update for the tick. @throws RoomError ROOM_UNAVAILABLE or LIMIT_EXCEEDED */
  collect(name: string, pending: Pending): void
  withPending(): readonly string[]
  commit(name: string): { readonly committed: Commit<Pending>; readonly pending: readonly Pending[] }
  forget(): void
}

/** A document that could not be loaded is tried again after this time, not at every message. */
const retryLoadMs = 5_000

export const createLibrary = (store: DocumentStore, clock: () => number, log: RoomContext['log']): Library => {
  const documents = new Map<string, OpenDocument>()
  const unavailable = new Map<string, number>()
  let waiting = new Map<string, Pending[]>()

  const refuseUnavailable = (name: string): never => {
    throw new RoomError('ROOM_UNAVAILABLE', 'The stored document cannot be loaded', { document: name })
  }

  const open = (name: string): OpenDocument | null => {
    const known = documents.get(name)
    if (known !== undefined) return known
    if ((unavailable.get(name) ?? 0) > clock()) refuseUnavailable(name)
    const stored = store.find(name)
    if (stored === null) return null
    try {
      const document = openDocument(stored, store)
      documents.set(name, document)
      unavailable.delete(name)
      return document
    } catch (error) {
      log('document_unavailable', { document: name, error: error instanceof Error ? error.message : String(error) })
      unavailable.set(name, clock() + retryLoadMs)
      return refuseUnavailable(name)
    }
  }

  const create = (name: string): OpenDocument => {
    const document = openDocument(store.create(name, clock()), store)
    documents.set(name, document)
    return document
  }

  return {
    open,
    collect(name, pending) {
      const waitingHere = waiting.get(name)
      if (waitingHere !== undefined) {
        waitingHere.push(pending)
        return
      }
      if (open(name) === null && store.all().length + waiting.size >= limits.documentsPerRoom) {
        throw new RoomError('LIMIT_EXCEEDED', 'The room has as many documents as it may have', {
          max: limits.documentsPerRoom,
        })
      }
      waiting.set(name, [pending])
    },
    withPending: () => [...waiting.keys()],
    commit(name) {
      const pending = waiting.get(name) ?? []
      waiting.delete(name)
      const document = open(name) ?? create(name)
      const committed = document.commit(pending)
      document.compactIfLong(compactAtRows)
      return { committed, pending }
    },
    forget() {
      documents.clear()
      waiting = new Map()
    },
  }
}
