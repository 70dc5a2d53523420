/**
 * A tick's updates on their way into a document: all at once, and when something goes wrong one by one, so that only who is to blame is refused.
 * What breaks the copy in memory costs a fresh one, from rows.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import type { Look } from '../../../room/feature.ts'
import type { UpdateContent } from '../sync/scan-update.ts'
import { tooBusy } from '../sync/work-budget.ts'
import { WorkExceeded, withinWork } from '../sync/yjs-work.ts'
import { encodeWhole, waitingBytesOf } from './encode.ts'
import { pastBound, tooLarge } from './usage.ts'
import { createDoc } from './yjs-doc.ts'

export interface Authored {
  readonly update: Uint8Array
  readonly content: UpdateContent
  readonly from: { readonly id: string }
}

export interface Refusal<P> {
  readonly item: P
  readonly error: RoomError
  /** Yjs failed at it, and the document had to be loaded anew. */
  readonly isFault: boolean
}

type Known = Omit<Refusal<unknown>, 'item'>

export interface Taken<P> {
  /** What the tick added, merged; `null` when it added nothing. */
  readonly update: Uint8Array | null
  readonly taken: readonly P[]
  readonly refused: readonly Refusal<P>[]
  /** Steps that each update has cost, refused ones included. */
  readonly costs: ReadonlyMap<P, number>
  /** Something refers to content that the document does not have yet. */
  readonly incomplete: boolean
  /** What others saw in what was taken. */
  readonly looks: readonly Look[]
}

interface TakingParts {
  /** What one update may cost now: the most that it may ever, or less while the server is busy. */
  updateSteps(): number
  look(document: string, transaction: Y.Transaction): readonly Look[]
}

/** A document as its rows have it, and the steps of work that it took to load. */
export interface Loaded {
  readonly doc: Y.Doc
  readonly steps: number
}

export interface Taking {
  /** The copy in memory: another one after every failure. */
  doc(): Y.Doc
  /** @param memoryWith what the document takes in memory with these updates in it */
  take<P extends Authored>(pending: readonly P[], memoryWith: (pending: readonly P[]) => number): Taken<P>
}

/** A fresh copy costs at least so much. */
const loadSteps = 100_000
const tickWork = { maxSteps: limits.documentWorkMax }
/** After so much work on edits the work of a load is measured again: in another order it can be more, or less. */
const measureAfterSteps = limits.documentWorkMax / 2

export const createTaking = (name: string, load: () => Loaded, { updateSteps, look }: TakingParts): Taking => {
  let doc: Y.Doc
  let emitted: Uint8Array[] = []
  let looks: Look[] = []
  /** What the edits that wait for their parents take in memory. */
  let waitingMemory = 0
  /** What a load cost when that was measured, and what edits have cost since. */
  let workDone = 0
  let workMeasured = 0

  const adopt = () => {
    const loaded = load()
    doc = loaded.doc
    workDone = loaded.steps
    workMeasured = loaded.steps
    waitingMemory = waitingBytesOf(doc)
    emitted = []
    looks = []
    doc.on('update', (update: Uint8Array) => emitted.push(update))
    doc.on('afterTransaction', (transaction: Y.Transaction) => looks.push(...look(name, transaction)))
  }
  adopt()

  const isIncomplete = () => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

  let maxSteps: number = limits.documentWorkMax
  const applyOne = ({ update }: Authored): number =>
    withinWork({ maxSteps, maxDepth: limits.documentDepthMax }, () => Y.applyUpdate(doc, update)).total

  const refusalOf = (error: unknown): RoomError => {
    if (error instanceof RoomError) return error
    if (error instanceof WorkExceeded) {
      return error.bound === 'work' && error.max < limits.documentWorkMax
        ? tooBusy()
        : pastBound(name, error.bound, error.max)
    }
    return new RoomError('MALFORMED_MESSAGE', 'The update cannot be applied', { document: name })
  }

  /** What a failed update has cost, the fresh copy included. */
  const costOf = (error: unknown): number => (error instanceof WorkExceeded ? error.max : 0) + workMeasured + loadSteps
  const isFault = ({ code }: RoomError): boolean => code !== 'RATE_LIMITED'

  const waiting = (): number => waitingBytesOf(doc)
  const waitsTooMuch = (before: number) =>
    Math.max(waiting(), isIncomplete() ? waitingMemory : 0) > limits.documentWaitingMaxBytes && waiting() > before
  const tooMuchWaits = () => pastBound(name, 'waiting', limits.documentWaitingMaxBytes)

  /** What waits, as it is now: Yjs adds to it in place. */
  const keepWaiting = () => {
    const { pendingStructs, pendingDs } = doc.store
    const [structs, memory] = [
      pendingStructs && { ...pendingStructs, missing: new Map(pendingStructs.missing) },
      waitingMemory,
    ]
    return {
      bytes: waiting(),
      emitted: emitted.length,
      restore() {
        doc.store.pendingStructs = structs
        doc.store.pendingDs = pendingDs
        waitingMemory = memory
      },
    }
  }

  /**
   * One by one, each failure followed by a fresh copy: finds who is to blame. Nothing more of that connection is taken in this tick: it would
   * go on where the refused update was to be, and each failure has its price.
   */
  const applyCarefully = <P extends Authored>(
    pending: readonly P[],
    known: ReadonlyMap<P, Known>,
    costs: Map<P, number>,
  ): readonly Refusal<P>[] => {
    const good: P[] = []
    const refused: Refusal<P>[] = []
    const blamed = new Map<string, RoomError>()
    const reload = () => {
      adopt()
      for (const item of good) workDone += applyOne(item)
    }
    reload()
    for (const item of pending) {
      const blame = blamed.get(item.from.id)
      const reason = known.get(item) ?? (blame === undefined ? undefined : { error: blame, isFault: false })
      if (reason !== undefined) {
        refused.push({ item, ...reason })
        continue
      }
      const waited = keepWaiting()
      try {
        costs.set(item, applyOne(item))
        if (waiting() > waited.bytes) waitingMemory += item.content.memoryBytes
        if (!waitsTooMuch(waited.bytes)) {
          good.push(item)
          continue
        }
        refused.push({ item, error: tooMuchWaits(), isFault: false })
        if (emitted.length === waited.emitted) waited.restore()
        else reload()
      } catch (error) {
        const refusal = refusalOf(error)
        refused.push({ item, error: refusal, isFault: isFault(refusal) })
        blamed.set(item.from.id, refusal)
        // The document was loaded once more for it.
        costs.set(item, costOf(error))
        reload()
      }
    }
    return refused
  }

  /** Whether the document, as it is now, can be loaded with the work that it may take. */
  const isLoadable = (): boolean => {
    const scratch = createDoc()
    try {
      const { steps } = withinWork({ maxSteps: limits.documentWorkMax }, () => Y.applyUpdate(scratch, encodeWhole(doc)))
      workDone = steps
      workMeasured = steps
      return true
    } catch {
      return false
    } finally {
      scratch.destroy()
    }
  }

  const costliest = <P>(costs: ReadonlyMap<P, number>): readonly P[] => {
    const most = Math.max(...costs.values())
    return [...costs].filter(([, cost]) => cost >= most / 10).map(([item]) => item)
  }

  /** All at once. Returns who must not be taken, `null` when something went wrong in the middle. */
  const tryAll = <P extends Authored>(
    pending: readonly P[],
    costs: Map<P, number>,
    memoryWith: (pending: readonly P[]) => number,
  ): ReadonlyMap<P, Known> | null => {
    const before = waiting()
    try {
      const { steps } = withinWork(tickWork, () => {
        doc.transact(() => {
          for (const item of pending) {
            const waited = waiting()
            costs.set(item, applyOne(item))
            if (waiting() > waited) waitingMemory += item.content.memoryBytes
          }
        })
      })
      workDone += steps
    } catch (error) {
      const [only, ...others] = pending
      if (only === undefined || others.length > 0) return null
      // Nobody else is to blame: it need not be tried again.
      costs.set(only, costOf(error))
      const refusal = refusalOf(error)
      return new Map([[only, { error: refusal, isFault: isFault(refusal) }]])
    }
    if (waitsTooMuch(before)) return null
    const memory = memoryWith(pending)
    if (memory > limits.documentMemoryMaxBytes) {
      return new Map(
        costliest(costs).map((item) => [item, { error: tooLarge(name, 'memoryBytes', memory), isFault: false }]),
      )
    }
    if (workDone <= workMeasured + measureAfterSteps || isLoadable()) return new Map()
    const error = pastBound(name, 'work', limits.documentWorkMax)
    return new Map(costliest(costs).map((item) => [item, { error, isFault: true }]))
  }

  return {
    doc: () => doc,
    take(pending, memoryWith) {
      emitted = []
      looks = []
      maxSteps = updateSteps()
      // The bytes, not what holds them: Yjs adds to that in place.
      const waitedFor = doc.store.pendingStructs?.update
      const waitedForDeletes = doc.store.pendingDs
      const costs = new Map<(typeof pending)[number], number>()
      const known = tryAll(pending, costs, memoryWith)
      const refused = known?.size === 0 ? [] : applyCarefully(pending, known ?? new Map(), costs)
      const left = new Set(refused.map(({ item }) => item))
      const taken = left.size === 0 ? pending : pending.filter((item) => !left.has(item))
      const update = emitted.length === 0 ? null : emitted.length === 1 ? (emitted[0] ?? null) : Y.mergeUpdates(emitted)
      const incomplete =
        isIncomplete() && (doc.store.pendingStructs?.update !== waitedFor || doc.store.pendingDs !== waitedForDeletes)
      if (!isIncomplete()) waitingMemory = 0
      return { update, taken, refused, costs, incomplete, looks }
    },
  }
}
