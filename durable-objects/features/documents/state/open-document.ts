/**
 * One document in memory: loaded from its rows, changed by whole ticks, encoded for joiners. Rows are the truth: when an update
 * breaks the copy in memory, the copy is thrown away.
 */
import * as Y from 'yjs'
import { countStructs, isEmptyUpdate } from '../sync/update.ts'
import { rowMaxBytes } from './chunks.ts'
import type { DocumentStore, StoredDocument } from './store.ts'

interface Authored {
  readonly update: Uint8Array
  readonly from: { readonly id: string }
}

export interface Commit<P> {
  /** What the tick added, merged; `null` when it added nothing. */
  readonly update: Uint8Array | null
  /** The newest log row: everything accepted is durable once the transaction is. */
  readonly sequence: number
  readonly refused: readonly P[]
  /** Something refers to content that the document does not have yet. */
  readonly incomplete: boolean
}

export interface OpenDocument {
  readonly stored: StoredDocument
  /** Why the newest snapshot could not be used and an earlier one stood in, `null` for none. */
  readonly damage: string | null
  /** Applies a tick's updates and writes them as one row. Call inside a transaction. */
  commit<P extends Authored>(pending: readonly P[], authors: string): Commit<P>
  stateVector(): Uint8Array
  /** How many clocks of a client are there. */
  clockOf(client: number): number
  /** Another one with every commit that changed something, and with every load: the same one means the same content. */
  version(): object
  /** About what the whole takes on the wire. */
  bytes(): number
  /** Everything, what waits for its parents included: a document made from it goes on where this one is. */
  encodeWhole(): Uint8Array
  /** What somebody with this state vector lacks; the same array for the same question until the document changes. */
  encodeMissing(stateVector: Uint8Array): Uint8Array
  /** Writes a snapshot when the log has grown long. Call inside a transaction. Returns what is wrong with one that could not be made or proven. */
  compactIfLong(): string | null
  /**
   * Nobody is in a hurry: writes a snapshot of at least `rows` log rows, reads it back, and drops what it stands for. Call inside a
   * transaction. Returns what is wrong with a snapshot that could not be loaded and was dropped.
   */
  settle(rows: number): string | null
}

/** A log is compacted at this many rows, or when it has grown to twice its snapshot. */
const compactAtRows = 500
const compactAtBytes = rowMaxBytes
/** While traffic goes on, nobody takes the time to prove snapshots; what is kept meanwhile has a bound. */
const keptMaxRows = 5_000
const keptMaxBytes = 16 * 1024 * 1024

/** Whether `copy` has all that `doc` has. It may have more: what waits in one for its parents can find its place in a fresh copy. */
const covers = (copy: Y.Doc, doc: Y.Doc): boolean => {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(copy))
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))].every(
    ([client, clock]) => (clocks.get(client) ?? 0) >= clock,
  )
}

const emptyStateVector = (stateVector: Uint8Array) => stateVector.length === 1 && stateVector[0] === 0

/** Where log rows go when a snapshot has come to stand for them, and the clock that they are written by. */
export interface Past {
  clock(): number
  absorb(document: number, before: number): void
}

export const openDocument = (stored: StoredDocument, store: DocumentStore, past: Past): OpenDocument => {
  let emitted: Uint8Array[] = []
  let fullState: Uint8Array | null = null
  let snapshotBytes = 0
  let logRows = 0
  let logBytes = 0
  let sequence = 0
  let version = {}
  let writtenAt = store.lastAt(stored.id)
  let damage: string | null = null

  const load = (): Y.Doc => {
    const content = store.load(stored.id)
    const loaded = new Y.Doc()
    loaded.transact(() => {
      if (content.snapshot !== null) Y.applyUpdate(loaded, content.snapshot)
      for (const update of content.updates) Y.applyUpdate(loaded, update)
    })
    loaded.on('update', (update: Uint8Array) => emitted.push(update))
    damage = content.damage
    snapshotBytes = content.snapshot?.length ?? 0
    logRows = content.logRows
    logBytes = content.logBytes
    sequence = content.sequence
    fullState = null
    return loaded
  }

  let doc = load()

  const append = (update: Uint8Array, authors: string) => {
    // Times never run backwards within a document, whatever the clock does.
    writtenAt = Math.max(writtenAt, past.clock())
    sequence = store.append(stored.id, update, { structs: countStructs(update), at: writtenAt, authors })
    logRows += 1
    logBytes += update.length
  }

  const isIncomplete = () => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

  /**
   * One by one, each failure followed by a fresh copy: finds who is to blame. Nothing more of that connection is taken in this tick: it would
   * go on where the refused update was to be, and each failure has its price.
   */
  const applyCarefully = <P extends Authored>(pending: readonly P[]) => {
    const good: P[] = []
    const refused: P[] = []
    const blamed = new Set<string>()
    const reload = () => {
      doc = load()
      emitted = []
      for (const { update } of good) Y.applyUpdate(doc, update)
    }
    reload()
    for (const item of pending) {
      if (blamed.has(item.from.id)) {
        refused.push(item)
        continue
      }
      try {
        Y.applyUpdate(doc, item.update)
        good.push(item)
      } catch {
        refused.push(item)
        blamed.add(item.from.id)
        reload()
      }
    }
    return refused
  }

  const applyAll = <P extends Authored>(pending: readonly P[]): readonly P[] => {
    try {
      doc.transact(() => {
        for (const { update } of pending) Y.applyUpdate(doc, update)
      })
      return []
    } catch {
      return applyCarefully(pending)
    }
  }

  /** Yjs adds what it cannot place yet to every answer; a joiner could do as little with it (it would ask for ever). */
  const encodeIntegrated = (stateVector?: Uint8Array): Uint8Array => {
    const { pendingStructs, pendingDs } = doc.store
    doc.store.pendingStructs = null
    doc.store.pendingDs = null
    try {
      return Y.encodeStateAsUpdate(doc, stateVector)
    } finally {
      doc.store.pendingStructs = pendingStructs
      doc.store.pendingDs = pendingDs
    }
  }

  /**
   * Everything, with what waits for its parents: of that only what is not there yet. Yjs would add all of it, and what it says about content
   * that is there could take the place of what is.
   */
  const encodeWhole = (): Uint8Array => {
    const { pendingStructs, pendingDs } = doc.store
    const integrated = encodeIntegrated()
    if (pendingStructs === null && pendingDs === null) return integrated
    const parts = [integrated]
    if (pendingStructs !== null) {
      const missing = Y.diffUpdateV2(pendingStructs.update, Y.encodeStateVector(doc))
      parts.push(Y.convertUpdateFormatV2ToV1(missing))
    }
    if (pendingDs !== null) parts.push(Y.convertUpdateFormatV2ToV1(pendingDs))
    return Y.mergeUpdates(parts)
  }

  /** Returns why there can be no snapshot: Yjs takes updates that it cannot write again. The rows stay. */
  const compact = (): string | null => {
    let state: Uint8Array
    try {
      state = encodeWhole()
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    if (isEmptyUpdate(state)) return null
    const structs = [...doc.store.clients.values()].reduce((sum, { length }) => sum + length, 0)
    store.snapshot(stored.id, state, structs)
    snapshotBytes = state.length
    logRows = 0
    logBytes = 0
    return null
  }

  /** The newest snapshot holds everything: read back from its rows it must make the same document. */
  const prove = (): string | null => {
    const scratch = new Y.Doc()
    try {
      const state = store.unproven(stored.id)
      if (state === null) return null
      Y.applyUpdate(scratch, state)
      if (!covers(scratch, doc)) throw new Error('the snapshot makes another document')
      store.confirmSnapshot(stored.id, (before) => past.absorb(stored.id, before))
      return null
    } catch (error) {
      store.dropSnapshot(stored.id)
      const { rows, bytes } = store.kept(stored.id)
      logRows = rows
      logBytes = bytes
      return error instanceof Error ? error.message : String(error)
    } finally {
      scratch.destroy()
    }
  }

  return {
    stored,
    damage,

    commit(pending, authors) {
      emitted = []
      // The bytes, not what holds them: Yjs adds to that in place.
      const waitedFor = doc.store.pendingStructs?.update
      const waitedForDeletes = doc.store.pendingDs
      const refused = applyAll(pending)
      const update = emitted.length === 0 ? null : emitted.length === 1 ? (emitted[0] ?? null) : Y.mergeUpdates(emitted)
      const incomplete =
        isIncomplete() && (doc.store.pendingStructs?.update !== waitedFor || doc.store.pendingDs !== waitedForDeletes)
      if (update !== null) append(update, authors)
      if (incomplete) {
        // What waits for its parents was in no emitted update, and its author will be told that it is safe.
        for (const item of pending) if (!refused.includes(item)) append(item.update, authors)
      }
      if (update !== null || incomplete) {
        fullState = null
        version = {}
      }
      return { update, sequence, refused, incomplete }
    },

    stateVector: () => Y.encodeStateVector(doc),

    clockOf: (client) => Y.getState(doc.store, client),

    version: () => version,

    bytes: () => fullState?.length ?? snapshotBytes + logBytes,

    encodeWhole,

    encodeMissing(stateVector) {
      if (!emptyStateVector(stateVector)) return encodeIntegrated(stateVector)
      fullState ??= encodeIntegrated()
      return fullState
    },

    compactIfLong() {
      if (logRows < compactAtRows && logBytes < Math.max(compactAtBytes, 2 * snapshotBytes)) return null
      const problem = compact()
      const kept = store.kept(stored.id)
      return problem ?? (kept.rows > keptMaxRows || kept.bytes > keptMaxBytes ? prove() : null)
    },

    settle(rows) {
      const problem = logRows >= rows ? compact() : null
      return problem ?? (logRows === 0 ? prove() : null)
    },
  }
}
