/**
 * One document in memory: loaded from its rows, changed by whole ticks, encoded for joiners. Rows are the truth: when an update
 * breaks the copy in memory, the copy is thrown away.
 */
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import { metrics } from '../../../../telemetry/metrics/index.ts'
import type { Look } from '../../../room/feature.ts'
import type { UpdateContent } from '../sync/scan-update.ts'
import { isEmptyUpdate } from '../sync/update.ts'
import { withinWork } from '../sync/yjs-work.ts'
import { rowMaxBytes } from './chunks.ts'
import { covers, encodeIntegrated, encodeWhole } from './encode.ts'
import type { DocumentStore, StoredDocument } from './store.ts'
import { type Authored, createTaking, type Loaded, type Taken } from './take-updates.ts'
import { type Held, memoryBytesOf, memoryOfDoc, toMemoryUnits } from './usage.ts'
import { createDoc, readingWork } from './yjs-doc.ts'

export interface Commit<P> extends Taken<P> {
  /** The newest log row: everything accepted is durable once the transaction is. */
  readonly sequence: number
}

/** @throws RoomError why `item` was not taken */
export const requireTaken = <P>({ refused }: Commit<P>, item: P): void => {
  const refusal = refused.find((one) => one.item === item)
  if (refusal !== undefined) throw refusal.error
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
  /** What it has come to: in rows, in memory, and what Yjs looks through. */
  readonly held: Held
  /** Everything, what waits for its parents included: a document made from it goes on where this one is. */
  encodeWhole(): Uint8Array
  /** To look at, never to change; another one when an update could not be taken. */
  doc(): Y.Doc
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

const emptyStateVector = (stateVector: Uint8Array) => stateVector.length === 1 && stateVector[0] === 0

const exactAboveShare = 0.75
/** So much of a bound may be estimated there. */
const looseShare = 1 / 16

const sumOf = (items: readonly Authored[], of: (content: UpdateContent) => number): number =>
  items.reduce((sum, { content }) => sum + of(content), 0)

/** Items that name a root type when they are written. */
const countRootItems = (doc: Y.Doc): number => {
  let count = 0
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.origin !== null || struct.rightOrigin !== null) continue
      if ((struct.parent as Y.AbstractType<unknown> | null)?._item === null) count += 1
    }
  }
  return count
}

/** Where log rows go when a snapshot has come to stand for them, and the clock that they are written by. */
export interface Past {
  clock(): number
  absorb(document: number, before: number): void
  /** What one update may cost now, see `withinWork`. */
  updateSteps(): number
  /** What others see in a change, as it happens. */
  look(document: string, transaction: Y.Transaction): readonly Look[]
}

export const openDocument = (stored: StoredDocument, store: DocumentStore, past: Past): OpenDocument => {
  let fullState: Uint8Array | null = null
  let stateVector: Uint8Array | null = null
  let snapshotBytes = 0
  let logRows = 0
  let logBytes = 0
  let size = { bytes: 0, structs: 0 }
  let memoryOfSnapshot = 0
  let rootItems = 0
  let sequence = 0
  let version = {}
  let writtenAt = store.lastAt(stored.id)
  let damage: string | null = null

  const load = (): Loaded => {
    const content = store.load(stored.id)
    const loaded = createDoc()
    const { steps } = withinWork(readingWork, () => {
      loaded.transact(() => {
        if (content.snapshot !== null) Y.applyUpdate(loaded, content.snapshot)
        for (const update of content.updates) Y.applyUpdate(loaded, update)
      })
    })
    damage = content.damage
    snapshotBytes = content.snapshot?.length ?? 0
    logRows = content.logRows
    logBytes = content.logBytes
    sequence = content.sequence
    size = store.size(stored.id)
    memoryOfSnapshot = logRows === 0 ? memoryBytesOf(size) : 0
    rootItems = countRootItems(loaded)
    fullState = null
    stateVector = null
    return { doc: loaded, steps }
  }

  const taking = createTaking(stored.name, load, past)

  const append = (update: Uint8Array, authors: string, memoryBytes: number) => {
    // Times never run backwards within a document, whatever the clock does.
    writtenAt = Math.max(writtenAt, past.clock())
    const structs = toMemoryUnits(memoryBytes)
    sequence = store.append(stored.id, update, { structs, at: writtenAt, authors })
    metrics.persists.add({ kind: 'updates' })
    logRows += 1
    logBytes += update.length
    size = { bytes: size.bytes + update.length, structs: size.structs + structs }
  }

  /** What the document, with `pending` in it, takes in memory: counted when the estimate comes near the bound. */
  const memoryWith = (pending: readonly Authored[]): number => {
    const bytes = size.bytes + pending.reduce((sum, { update }) => sum + update.length, 0)
    const estimate = memoryBytesOf(size) + bytes - size.bytes + sumOf(pending, ({ memoryBytes }) => memoryBytes)
    return estimate > limits.documentMemoryMaxBytes ? bytes + memoryOfDoc(taking.doc()) : estimate
  }

  /** Returns why there can be no snapshot: Yjs takes updates that it cannot write again. The rows stay. */
  const compact = (): string | null => {
    let state: Uint8Array
    try {
      state = encodeWhole(taking.doc())
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    if (isEmptyUpdate(state)) return null
    const structs = toMemoryUnits(memoryOfDoc(taking.doc()))
    store.snapshot(stored.id, state, structs)
    metrics.persists.add({ kind: 'snapshot' })
    size = { bytes: state.length, structs }
    memoryOfSnapshot = memoryBytesOf(size)
    snapshotBytes = state.length
    logRows = 0
    logBytes = 0
    return null
  }

  /** The newest snapshot holds everything: read back from its rows it must make the same document. */
  const prove = (): string | null => {
    const scratch = createDoc()
    try {
      const state = store.unproven(stored.id)
      if (state === null) return null
      withinWork(readingWork, () => Y.applyUpdate(scratch, state))
      if (!covers(scratch, taking.doc())) throw new Error('the snapshot makes another document')
      store.confirmSnapshot(stored.id, (before) => past.absorb(stored.id, before))
      return null
    } catch (error) {
      store.dropSnapshot(stored.id)
      const { rows, bytes } = store.kept(stored.id)
      logRows = rows
      logBytes = bytes
      size = store.size(stored.id)
      return error instanceof Error ? error.message : String(error)
    } finally {
      scratch.destroy()
    }
  }

  /** Near a bound what is stored is counted exactly, and what its log says too often makes room. */
  const isNearlyFull = (): boolean => {
    const memory = memoryBytesOf(size)
    const [bytesShare, memoryShare] = [size.bytes / limits.documentMaxBytes, memory / limits.documentMemoryMaxBytes]
    if (Math.max(bytesShare, memoryShare) < exactAboveShare) return false
    return (
      logBytes > limits.documentMaxBytes * looseShare ||
      memory - memoryOfSnapshot > limits.documentMemoryMaxBytes * looseShare
    )
  }

  return {
    stored,
    damage,

    held: {
      get bytes() {
        return size.bytes
      },
      get memoryBytes() {
        return memoryBytesOf(size)
      },
      get clients() {
        return taking.doc().store.clients.size
      },
      get roots() {
        return taking.doc().share.size
      },
      get rootItems() {
        return rootItems
      },
      hasClient: (client) => taking.doc().store.clients.has(client),
      hasRoot: (name) => taking.doc().share.has(name),
    },

    commit(pending, authors) {
      const { update, taken, refused, costs, incomplete, looks } = taking.take(pending, memoryWith)
      rootItems += sumOf(taken, ({ rootItems }) => rootItems)
      metrics.updates.add({}, taken.length)
      for (const item of taken) metrics.updateSize.observe({}, item.update.length)
      if (update !== null)
        append(
          update,
          authors,
          sumOf(taken, ({ memoryBytes }) => memoryBytes),
        )
      if (incomplete) {
        // What waits for its parents was in no emitted update, and its author will be told that it is safe.
        for (const item of taken) append(item.update, authors, item.content.memoryBytes)
      }
      if (update !== null || incomplete) {
        fullState = null
        stateVector = null
        version = {}
      }
      return { update, taken, sequence, refused, costs, incomplete, looks }
    },

    stateVector: () => (stateVector ??= Y.encodeStateVector(taking.doc())),

    clockOf: (client) => Y.getState(taking.doc().store, client),

    version: () => version,

    encodeWhole: () => encodeWhole(taking.doc()),

    doc: taking.doc,

    encodeMissing(stateVector) {
      if (!emptyStateVector(stateVector)) return encodeIntegrated(taking.doc(), stateVector)
      fullState ??= encodeIntegrated(taking.doc())
      return fullState
    },

    compactIfLong() {
      const isLong = logRows >= compactAtRows || logBytes >= Math.max(compactAtBytes, 2 * snapshotBytes)
      if (!isLong && !isNearlyFull()) return null
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
