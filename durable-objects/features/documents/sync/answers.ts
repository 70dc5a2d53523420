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

interface Shared {
  readonly document: OpenDocument
  readonly version: object
  readonly stateVector: Uint8Array
  readonly state: Uint8Array
  readonly frame: DocumentFrame
  /** The same in pieces. */
  pieces: readonly DocumentFrame[] | null
  /** How many it is on its way to. */
  askers: number
  /** The same state, when it is not the whole answer. */
  earlier: DocumentFrame | null
  readonly madeAt: number
  /** What has changed since, as of the version that it names. */
  since: { readonly version: object; readonly frame: DocumentFrame } | null
}

/** A state in pieces, and how far it goes. */
interface Base {
  readonly pieces: readonly DocumentFrame[]
  readonly stateVector: Uint8Array
  release(): void
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
  const sharedStates = new Map<string, Shared>()
  /** States in pieces that are on their way, by document. */
  const underWay = new Map<string, Set<Shared>>()
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

  const encodeShared = (name: string, document: OpenDocument): Shared => {
    const state = document.encodeMissing(nothing)
    const shared: Shared = {
      document,
      version: document.version(),
      stateVector: document.stateVector(),
      state,
      frame: step2(name, state),
      pieces: null,
      askers: 0,
      earlier: null,
      madeAt: clock(),
      since: null,
    }
    sharedStates.set(name, shared)
    return shared
  }

  const isFresh = (shared: Shared | undefined, document: OpenDocument, forMs: number): shared is Shared =>
    shared?.document === document &&
    (shared.version === document.version() || Math.abs(clock() - shared.madeAt) < forMs)

  const whole = (name: string, document: OpenDocument): readonly DocumentFrame[] => {
    const known = sharedStates.get(name)
    const mayShare = document.held.bytes > sharedAboveBytes || known?.version === document.version()
    const shared = mayShare && isFresh(known, document, sharedForMs) ? known : encodeShared(name, document)
    const version = document.version()
    if (shared.version === version) return [shared.frame]
    if (shared.since?.version !== version) {
      shared.since = { version, frame: step2(name, document.encodeMissing(shared.stateVector)) }
    }
    shared.earlier ??= change(name, shared.state)
    return [shared.earlier, shared.since.frame]
  }

  const cut = (name: string, update: Uint8Array) =>
    update.length <= wholeMaxBytes
      ? [change(name, update)]
      : cutIntoPieces(update, pieceMaxBytes).map((piece) => change(name, piece))

  const shareInPieces = (name: string, document: OpenDocument): Base => {
    const busy = underWay.get(name) ?? new Set()
    underWay.set(name, busy)
    const forMs = busy.size < statesUnderWayMax ? cutSharedForMs : Infinity
    const known = sharedStates.get(name)
    const shared = isFresh(known, document, forMs) ? known : encodeShared(name, document)
    shared.pieces ??= cut(name, shared.state)
    shared.askers += 1
    busy.add(shared)
    return {
      pieces: shared.pieces,
      stateVector: shared.stateVector,
      release() {
        shared.askers -= 1
        if (shared.askers === 0) busy.delete(shared)
        if (busy.size === 0) underWay.delete(name)
      },
    }
  }

  const ownInPieces = (name: string, document: OpenDocument, update: Uint8Array): Base => {
    ownBytes += update.length
    madeBytes += update.length
    return {
      pieces: cut(name, update),
      stateVector: document.stateVector(),
      release() {
        ownBytes -= update.length
      },
    }
  }

  const share = (document: OpenDocument, stateVector: Uint8Array) =>
    isEmptyStateVector(stateVector) ? 1 : missingShare(document, stateVector)

  const mayShareAll = (document: OpenDocument, stateVector: Uint8Array) => {
    if (isEmptyStateVector(stateVector)) return true
    const part = missingShare(document, stateVector)
    const isLarge = document.held.bytes * part > wholeMaxBytes
    return isLarge && (part > ownMaxShare || stateVector.length > keptVectorMaxBytes || !mayMakeOwn())
  }

  return {
    estimate(document, stateVector) {
      if (document === null) return 0
      return Math.ceil(document.held.bytes * share(document, stateVector))
    },

    *parts({ name, stateVector, open, isEnding }) {
      const first = open()
      let known = first !== null && mayShareAll(first, stateVector) ? nothing : stateVector
      for (;;) {
        const document = open()
        if (document === null) {
          isEnding()
          return yield [step2(name, emptyUpdate)]
        }
        const isWhole = isEmptyStateVector(known)
        // What is stored may all wait for edits before it: then there is nothing to cut, and its state vector stays empty for ever.
        const isSmall = document.held.bytes <= wholeMaxBytes || isEmptyStateVector(document.stateVector())
        if (isWhole && isSmall) {
          isEnding()
          return yield whole(name, document)
        }
        const rest = isWhole ? null : document.encodeMissing(known)
        if (rest !== null && rest.length <= wholeMaxBytes) {
          isEnding()
          return yield [step2(name, rest)]
        }
        const base = rest === null ? shareInPieces(name, document) : ownInPieces(name, document, rest)
        try {
          for (const piece of base.pieces) yield [piece]
        } finally {
          base.release()
        }
        // What has come meanwhile is the last part, unless it is large as well.
        known = base.stateVector
      }
    },

    forget: () => sharedStates.clear(),
  }
}
