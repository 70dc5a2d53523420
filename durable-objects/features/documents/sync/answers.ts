/**
 * Answers to step 1. A crowd that joins at once shares one encoded state: who comes while people type gets the state of a moment ago as an
 * update, and as the answer what has changed since. Whoever has the answer has everything.
 */

import type { ServerFrame } from '@syncforge/protocol/contract'
import type { documents } from '@syncforge/protocol/document'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { Channel } from '@syncforge/protocol/frames'
import * as Y from 'yjs'
import type { OpenDocument } from '../state/open-document.ts'
import { emptyUpdate } from './update.ts'

/** Below this a state is encoded anew for every question. */
const sharedAboveBytes = 64 * 1024
/** How old a shared state may be. */
const sharedForMs = 2_000

type DocumentFrame = Extract<ServerFrame<typeof documents>, { channel: typeof Channel.document }>

interface Shared {
  readonly document: OpenDocument
  readonly version: object
  readonly stateVector: Uint8Array
  readonly state: Uint8Array
  readonly frame: DocumentFrame
  /** The same state, when it is not the whole answer. */
  earlier: DocumentFrame | null
  readonly madeAt: number
  /** What has changed since, as of the version that it names. */
  since: { readonly version: object; readonly frame: DocumentFrame } | null
}

export interface Answers {
  /** About how many bytes {@link make} will give. */
  estimate(document: OpenDocument | null, stateVector: Uint8Array): number
  make(name: string, document: OpenDocument | null, stateVector: Uint8Array): readonly DocumentFrame[]
  forget(): void
}

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

  const encodeShared = (name: string, document: OpenDocument): Shared => {
    const state = document.encodeMissing(Uint8Array.of(0))
    const shared: Shared = {
      document,
      version: document.version(),
      stateVector: document.stateVector(),
      state,
      frame: step2(name, state),
      earlier: null,
      madeAt: clock(),
      since: null,
    }
    sharedStates.set(name, shared)
    return shared
  }

  const isFresh = (shared: Shared | undefined, document: OpenDocument): shared is Shared =>
    shared?.document === document &&
    (shared.version === document.version() || Math.abs(clock() - shared.madeAt) < sharedForMs)

  return {
    estimate(document, stateVector) {
      if (document === null) return 0
      const share = isEmptyStateVector(stateVector) ? 1 : missingShare(document, stateVector)
      return Math.ceil(document.held.bytes * share)
    },

    make(name, document, stateVector) {
      if (document === null) return [step2(name, emptyUpdate)]
      if (!isEmptyStateVector(stateVector)) return [step2(name, document.encodeMissing(stateVector))]
      const known = sharedStates.get(name)
      const mayShare = document.held.bytes > sharedAboveBytes || known?.version === document.version()
      const shared = mayShare && isFresh(known, document) ? known : encodeShared(name, document)
      const version = document.version()
      if (shared.version === version) return [shared.frame]
      if (shared.since?.version !== version) {
        shared.since = { version, frame: step2(name, document.encodeMissing(shared.stateVector)) }
      }
      shared.earlier ??= change(name, shared.state)
      return [shared.earlier, shared.since.frame]
    },

    forget: () => sharedStates.clear(),
  }
}
