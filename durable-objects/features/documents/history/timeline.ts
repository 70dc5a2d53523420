/** The past as documents: how one was at some point, who wrote what of it when. Reads, never writes. */
import * as Y from 'yjs'
import { applyStored } from '../state/yjs-doc.ts'
import type { StoredPiece } from './segments.ts'

function* readUpTo(pieces: readonly StoredPiece[], upTo: number): Generator<Uint8Array> {
  for (const piece of pieces) if (piece.last <= upTo) yield piece.read()
}

/** A document that holds everything up to the row `upTo`, what was deleted included. */
export const replayUpTo = (pieces: readonly StoredPiece[], upTo: number): Y.Doc => {
  const doc = new Y.Doc({ gc: false })
  applyStored(doc, readUpTo(pieces, upTo))
  return doc
}

/** A point in the past: a row, and the state there where what led to it is not kept any more. */
export interface Point {
  readonly upTo: number
  readonly at: number
  readonly kept: Uint8Array | null
}

/** The document at that point, with what was deleted where that is kept. */
export const docAt = (pieces: readonly StoredPiece[], { upTo, kept }: Point): Y.Doc => {
  if (kept === null) return replayUpTo(pieces, upTo)
  const doc = new Y.Doc({ gc: false })
  applyStored(doc, [kept])
  return doc
}

/** As a newcomer would have got it then: without what had been deleted. */
export const stateOf = (doc: Y.Doc): Uint8Array => {
  const copy = new Y.Doc()
  applyStored(copy, [Y.encodeStateAsUpdate(doc)])
  const state = Y.encodeStateAsUpdate(copy)
  copy.destroy()
  return state
}

/** When each stretch of a client's edits was made: its clocks by piece. */
export const createClockTimes = (pieces: readonly StoredPiece[]) => {
  const spans = new Map<number, { readonly until: number; readonly at: number }[]>()
  for (const piece of pieces) {
    for (const [client, until] of Y.parseUpdateMeta(piece.read()).to) {
      const known = spans.get(client) ?? []
      known.push({ until: Math.max(until, known.at(-1)?.until ?? 0), at: piece.endedAt })
      spans.set(client, known)
    }
  }
  return (client: number, clock: number): number | null => {
    const known = spans.get(client) ?? []
    // What a client wrote later ends later.
    let [from, to] = [0, known.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (clock < (known[middle]?.until ?? 0)) to = middle
      else from = middle + 1
    }
    return known[from]?.at ?? null
  }
}

/** Of each client that more than one person has written with, the clocks at which it changed hands. */
export type Handovers = ReadonlyMap<number, readonly number[]>

/**
 * Nothing in `doc` reaches over a handover any more, so that each item has one author. Call in a transaction in which it is read as well: at its
 * end Yjs puts together what belongs together.
 */
export const splitAtHandovers = (doc: Y.Doc, handovers: Handovers): void => {
  // Yjs splits where a snapshot ends. The text that is asked for it lies in no root, as Yjs makes roots: without an item.
  const text = new Y.Text()
  text._integrate(doc, null as unknown as Y.Item)
  const most = Math.max(0, ...[...handovers.values()].map(({ length }) => length))
  for (let n = 0; n < most; n++) {
    const clocks = [...handovers].flatMap(([client, all]) => (n < all.length ? [[client, all[n] ?? 0] as const] : []))
    text.toDelta(new Y.Snapshot(Y.emptySnapshot.ds, new Map(clocks)))
  }
}

export interface WrittenRun {
  readonly text: string
  readonly client: number
  readonly clock: number
}

/** The visible text of `text`, in runs by who wrote them: within a transaction that {@link splitAtHandovers} was called in. */
export const writtenRuns = (text: Y.Text): WrittenRun[] => {
  const runs: WrittenRun[] = []
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue
    runs.push({ text: item.content.str, client: item.id.client, clock: item.id.clock })
  }
  return runs
}
