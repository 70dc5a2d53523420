/** Owns the local edits that wait for the next frame, and makes one update of them at a bounded cost. */
import * as Y from 'yjs'

/** Merging costs more than linearly: past these, the difference to the state before the first edit is cheaper. */
const maxMergedUpdates = 200
const maxMergedBytes = 1_048_576

export interface Outbox {
  add(update: Uint8Array, stateBefore: ReadonlyMap<number, number>): void
  /** One update with everything that waits, or `null`. Nothing waits afterwards. */
  take(): Uint8Array | null
  clear(): void
}

export const createOutbox = (doc: Y.Doc): Outbox => {
  let updates: Uint8Array[] = []
  let bytes = 0
  let count = 0
  let stateBefore: ReadonlyMap<number, number> = new Map()

  const isTooMuch = () => count > maxMergedUpdates || bytes > maxMergedBytes
  const clear = () => {
    updates = []
    bytes = 0
    count = 0
  }
  return {
    add(update, before) {
      if (count === 0) stateBefore = before
      count += 1
      bytes += update.length
      if (count > 1 && isTooMuch()) updates = []
      else updates.push(update)
    },
    take() {
      const taken = updates
      const waiting = count
      clear()
      if (waiting === 0) return null
      if (taken.length === waiting) return Y.mergeUpdates(taken)
      return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(stateBefore as Map<number, number>))
    },
    clear,
  }
}
