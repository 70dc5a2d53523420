/**
 * Answers to step 1. A crowd that joins at once shares one encoded state: who comes while people type gets the state of a moment ago as an
 * update, and as the answer what has changed since. Whoever has the answer has everything.
 *
 * A large state goes in pieces, each of which can be applied when it comes, so that a slow line makes progress and a lost connection leaves
 * what has arrived. What is made for one asker alone has a bound for the room; past it, the shared state is given.
 */
import type { ServerFrame } from '@syncforge/protocol/contract'
import type { documents } from '@syncforge/protocol/document'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { Channel } from '@syncforge/protocol/frames'
import * as Y from 'yjs'
import type { OpenDocument } from '../state/open-document.ts'
import { cutIntoPieces } from './pieces.ts'
import { emptyUpdate } from './update.ts'

/** Below this a state is encoded anew for every question. */
const sharedAboveBytes = 64 * 1024
/** Above this a state goes in pieces of about that size. */
const wholeMaxBytes = 768 * 1024
const pieceMaxBytes = 512 * 1024
/** How old a shared state may be; one that was cut cost more. */
const sharedForMs = 2_000
const cutSharedForMs = 10_000
/** So many states of one document are on their way at most: who comes then gets the newest of them. */
const statesUnderWayMax = 2
/** What is on its way to single askers, of all documents together, and what of it is made in so much time. */
const ownMaxBytes = 32 * 1024 * 1024
const ownMaxBytesPerWindow = 16 * 1024 * 1024
const ownWindowMs = 10_000
/** Who lacks more than this share of a document may as well get all of it. */
const ownMaxShare = 0.5
/** A state vector is kept with a question that waits; of one that is longer only the answer is larger. */
const keptVectorMaxBytes = 64 * 1024

type DocumentFrame = Extract<ServerFrame<typeof documents>, { channel: typeof Channel.document }>

/** Content on its way, and what has come since. All who have got to the same place share it, its encoding and its pieces. */
interface Stretch {
  readonly document: OpenDocument
  readonly version: object
  /** How far whoever has it has got. */
  readonly stateVector: Uint8Array
  readonly update: Uint8Array
  /** As the end of an answer. */
  readonly frame: DocumentFrame
  readonly madeAt: number
  /** From the beginning of the document. */
  readonly isState: boolean
  /** The same as changes, of which others may follow. */
  pieces: readonly DocumentFrame[] | null
  /** How many it is on its way to. */
  askers: number
  since: Stretch | null
}

export interface Question {
  readonly name: string
  readonly stateVector: Uint8Array
  /** The document as it is then. */
  open(): OpenDocument | null
  /** The next part is the last: what changes from now on is not in it. */
  isEnding(): void
}

export interface Answers {
  /** About how many bytes {@link parts} will give. */
  estimate(document: OpenDocument | null, stateVector: Uint8Array): number
  /** What is said, part by part; the last is made of the newest state. */
  parts(question: Question): Generator<readonly DocumentFrame[], void>
  forget(): void
}

const nothing = Uint8Array.of(0)

const isEmptyStateVector = (stateVector: Uint8Array) => stateVector.length === 1 && stateVector[0] === 0

const sumOfClocks = (clocks: ReadonlyMap<number, number>) => [...clocks.values()].reduce((sum, clock) => sum + clock, 0)

/** The share of a document that somebody with this state vector lacks. */
const missingShare = (document: OpenDocument, stateVector: Uint8Array): number => {
  const theirs = Y.decodeStateVector(stateVector)
  const ours = Y.decodeStateVector(document.stateVector())
  let missing = 0
  for (const [client, clock] of ours) missing += Math.max(0, clock - (theirs.get(client) ?? 0))
  return missing / Math.max(1, sumOfClocks(ours))
}

const step2 = (name: string, update: Uint8Array): DocumentFrame => ({
  channel: Channel.document,
  message: { kind: DocumentKind.step2, name, update },
})

const change = (name: string, update: Uint8Array): DocumentFrame => ({
  channel: Channel.document,
  message: { kind: DocumentKind.update, name, update },
})

export const createAnswers = (clock: () => number): Answers => {
  const states = new Map<string, Stretch>()
  /** States in pieces that are on their way, by document. */
  const underWay = new Map<string, Set<Stretch>>()
  let ownBytes = 0
  let madeBytes = 0
  let windowAt = 0

  const mayMakeOwn = () => {
    const now = clock()
    if (Math.abs(now - windowAt) > ownWindowMs) {
      windowAt = now
      madeBytes = 0
    }
    return ownBytes < ownMaxBytes && madeBytes < ownMaxBytesPerWindow
  }

  const encode = (name: string, document: OpenDocument, from: Uint8Array): Stretch => {
    const update = document.encodeMissing(from)
    return {
      document,
      version: document.version(),
      stateVector: document.stateVector(),
      update,
      frame: step2(name, update),
      madeAt: clock(),
      isState: isEmptyStateVector(from),
      pieces: null,
      askers: 0,
      since: null,
    }
  }

  const encodeState = (name: string, document: OpenDocument): Stretch => {
    const state = encode(name, document, nothing)
    states.set(name, state)
    return state
  }

  const isAgeBelow = ({ madeAt }: Stretch, ms: number) => Math.abs(clock() - madeAt) < ms

  const isFresh = (state: Stretch | undefined, document: OpenDocument, forMs: number): state is Stretch =>
    state?.document === document && (state.version === document.version() || isAgeBelow(state, forMs))

  const isLarge = ({ update }: Stretch) => update.length > wholeMaxBytes

  const piecesOf = (name: string, stretch: Stretch): readonly DocumentFrame[] => {
    const { update } = stretch
    stretch.pieces ??= isLarge(stretch)
      ? cutIntoPieces(update, pieceMaxBytes).map((piece) => change(name, piece))
      : [change(name, update)]
    return stretch.pieces
  }

  /** What has come since, `null` for nothing. What is large goes in pieces, and what comes meanwhile after it. */
  const following = (name: string, stretch: Stretch, document: OpenDocument): Stretch | null => {
    const version = document.version()
    if (stretch.version === version) return null
    const { since } = stretch
    if (since !== null) {
      if (since.version === version) return since
      if (since.document === document && isLarge(since) && (isAgeBelow(since, cutSharedForMs) || !mayMakeOwn()))
        return since
    }
    stretch.since = encode(name, document, stretch.stateVector)
    if (isLarge(stretch.since)) madeBytes += stretch.since.update.length
    return stretch.since
  }

  const whole = (name: string, document: OpenDocument): readonly DocumentFrame[] => {
    const known = states.get(name)
    const mayShare = document.held.bytes > sharedAboveBytes || known?.version === document.version()
    const state = mayShare && isFresh(known, document, sharedForMs) ? known : encodeState(name, document)
    if (state.version === document.version()) return [state.frame]
    const rest = following(name, state, document)
    return [...piecesOf(name, state), rest?.frame ?? step2(name, emptyUpdate)]
  }

  const stateInPieces = (name: string, document: OpenDocument): Stretch => {
    const forMs = (underWay.get(name)?.size ?? 0) < statesUnderWayMax ? cutSharedForMs : Infinity
    const known = states.get(name)
    return isFresh(known, document, forMs) ? known : encodeState(name, document)
  }

  const begin = (name: string, stretch: Stretch) => {
    stretch.askers += 1
    if (!stretch.isState) {
      if (stretch.askers === 1) ownBytes += stretch.update.length
      return
    }
    const busy = underWay.get(name) ?? new Set()
    underWay.set(name, busy)
    busy.add(stretch)
  }

  const end = (name: string, stretch: Stretch) => {
    stretch.askers -= 1
    if (stretch.askers > 0) return
    if (!stretch.isState) {
      ownBytes -= stretch.update.length
      return
    }
    const busy = underWay.get(name)
    busy?.delete(stretch)
    if (busy?.size === 0) underWay.delete(name)
  }

  const share = (document: OpenDocument, stateVector: Uint8Array) =>
    isEmptyStateVector(stateVector) ? 1 : missingShare(document, stateVector)

  const mayShareAll = (document: OpenDocument, stateVector: Uint8Array) => {
    if (isEmptyStateVector(stateVector)) return true
    const part = missingShare(document, stateVector)
    const isMuch = document.held.bytes * part > wholeMaxBytes
    return isMuch && (part > ownMaxShare || stateVector.length > keptVectorMaxBytes || !mayMakeOwn())
  }

  /** Where an answer begins. */
  const first = (name: string, document: OpenDocument, known: Uint8Array): Stretch => {
    if (isEmptyStateVector(known)) return stateInPieces(name, document)
    const own = encode(name, document, known)
    if (isLarge(own)) madeBytes += own.update.length
    return own
  }

  return {
    estimate(document, stateVector) {
      if (document === null) return 0
      return Math.ceil(document.held.bytes * share(document, stateVector))
    },

    *parts({ name, stateVector, open, isEnding }) {
      const asked = open()
      const known = asked !== null && mayShareAll(asked, stateVector) ? nothing : stateVector
      let reached: Stretch | null = null
      for (;;) {
        const document = open()
        if (document === null) {
          isEnding()
          return yield [step2(name, emptyUpdate)]
        }
        // What is stored may all wait for edits before it: then there is nothing to cut, and its state vector stays empty for ever.
        const isSmall = document.held.bytes <= wholeMaxBytes || isEmptyStateVector(document.stateVector())
        if (reached === null && isEmptyStateVector(known) && isSmall) {
          isEnding()
          return yield whole(name, document)
        }
        const next: Stretch | null =
          reached === null ? first(name, document, known) : following(name, reached, document)
        if (next === null) {
          isEnding()
          return yield [step2(name, emptyUpdate)]
        }
        // A list of deletions cannot be cut, and every change comes with all of them.
        const isLast = next.version === document.version() && (!isLarge(next) || piecesOf(name, next).length === 1)
        if (isLast) {
          isEnding()
          return yield [next.frame]
        }
        begin(name, next)
        try {
          for (const piece of piecesOf(name, next)) yield [piece]
        } finally {
          end(name, next)
        }
        reached = next
      }
    },

    forget: () => states.clear(),
  }
}
