/**
 * Owns one document's way to and from the room: what was edited here, what of it is durable, what is still missing.
 *
 * After every welcome both sides say what they have (step 1). Until the room has said it, local edits wait: an update
 * whose parents the room lacks could not be integrated there. What the room lacks then leaves as one update.
 */

import { type Access, allows } from '@syncforge/protocol/access'
import * as limits from '@syncforge/protocol/client-limits'
import { DocumentKind, encodeDocumentMessage, type ServerDocumentMessage } from '@syncforge/protocol/document-frames'
import * as Y from 'yjs'
import { backoffMs } from '../../connection/backoff.ts'
import type { Link } from '../../connection/link.ts'
import { createPace } from '../../connection/pace.ts'
import { mayRetry, roomClosed, SyncForgeError, type SyncForgeErrorCode } from '../../errors.ts'
import type { DocumentToKeep, Keeper } from '../../offline/keeper.ts'
import { parts } from '../parts/load.ts'
import { holdsMoreThan, isEmptyUpdate } from './lacking.ts'
import { createOutbox } from './outbox.ts'
import type { splitForSending } from './split.ts'

/** Above this an update leaves in pieces: a slow line would be taken for a dead one before a larger message is through. */
const wholeMaxBytes = 4 * 2 ** 20

let split: typeof splitForSending | undefined

/** Refusals that a smaller document may not meet: PAYLOAD_TOO_LARGE, DOCUMENT_TOO_LARGE. */
const sizeCode = /LARGE/
const retryAfterMs = 1_000

/** A room that answers with content nobody can integrate is not asked over and over. */
const askAgainMs = 5_000

interface Waiter {
  readonly edits: number
  readonly resolve: () => void
  readonly reject: (error: SyncForgeError) => void
}

export interface DocumentSync {
  readonly doc: Y.Doc
  /** Everything the room has is here, and everything edited here is durable there. */
  isSaved(): boolean
  /** Something edited here is not durable in the room. */
  isUnsaved(): boolean
  /** Why edits are here alone, or `null`. */
  refusal(): SyncForgeError | null
  retry(): void
  /** Ends it, with everything that is here alone. */
  discard(): void
  /** Resolves when every edit so far is durable. */
  flush(): Promise<void>
  welcomed(): void
  /** What I may do here has changed. */
  rightsChanged(): void
  received(message: ServerDocumentMessage): void
  /** The room refused an update by its `seq`, or could not answer what it was asked. */
  refused(error: SyncForgeError, seq?: number): void
  lost(): void
  leaving(): void
  ended(error: SyncForgeError): void
}

export interface DocumentPlan {
  readonly name: string
  readonly link: Link
  /** What it holds, or how much of that is saved, may have changed. */
  changed(): void
  /** Keeps the document in this browser. */
  readonly keep?: ((document: DocumentToKeep) => Keeper) | undefined
}

/** Whether I may do in this document what needs `level`: there it may be something else than in the room. */
export const mayIn = (link: Link, name: string, level: Access): boolean => {
  const me = link.me()
  return allows(me.documents?.[name] ?? me.access, level)
}

export const createDocumentSync = ({ name, link, changed: tell, keep }: DocumentPlan): DocumentSync => {
  const doc = new Y.Doc()
  const outbox = createOutbox(doc)
  /** The origin of everything that came from the room. */
  const remote = { room: name }
  const waiters = new Set<Waiter>()
  let inflight: { readonly seq: number; readonly edits: number }[] = []
  let seq = 0
  let edits = 0
  let durable = 0
  let isSynced = false
  /** The room said what it has: local edits may flow. */
  let mayFlow = false
  /** Why the edits since `durable` are not in the room. They stay here alone until they are sent again or discarded. */
  let refusal: SyncForgeError | null = null
  let over: SyncForgeError | null = null
  let refusals = 0
  let askedAt = 0
  let askAgain: ReturnType<typeof setTimeout> | undefined

  const keeper = keep?.({
    name,
    doc,
    ready(hadUnsaved, refusedBefore) {
      if (hadUnsaved) edits += 1
      refusal = refusedBefore
      if (link.isConnected()) exchange()
      else changed()
    },
  })
  const changed = () => {
    keeper?.unsaved(edits > durable)
    tell()
  }
  const setSynced = (synced: boolean) => {
    if (isSynced === synced) return
    isSynced = synced
    doc.emit('sync', [synced, doc])
  }
  const settle = () => {
    for (const waiter of waiters) {
      const failure = over ?? (askAgain === undefined ? refusal : null)
      if (waiter.edits <= durable) waiter.resolve()
      else if (failure) waiter.reject(failure)
      else continue
      waiters.delete(waiter)
    }
    changed()
  }
  const setRefusal = (error: SyncForgeError | null) => {
    if (error !== refusal) keeper?.refused(error)
    refusal = error
  }
  const refuse = (error: SyncForgeError) => {
    mayFlow = false
    inflight = []
    setRefusal(error)
    settle()
  }
  const refuseHere = (error: SyncForgeError) => {
    link.report(error)
    refuse(error)
  }
  const readOnly = () => {
    const what = 'An edit needs write access: not saved'
    return new SyncForgeError('FORBIDDEN', what, null, { document: name })
  }
  const mayWrite = () => mayIn(link, name, 'write')

  const send = (update: Uint8Array, upTo: number) => {
    seq += 1
    inflight.push({ seq, edits: upTo })
    link.sendFrame(encodeDocumentMessage({ kind: DocumentKind.update, name, seq, update }))
  }
  const transmit = (update: Uint8Array) => {
    if (update.length <= wholeMaxBytes) return send(update, edits)
    if (!split) return exchangeWithSplit()
    const pieces = split(update, name)
    if ('code' in pieces) return refuseHere(pieces)
    // Only with the last one everything is durable.
    for (const [index, piece] of pieces.entries()) send(piece, index === pieces.length - 1 ? edits : durable)
  }
  const exchangeWithSplit = () => {
    mayFlow = false
    parts()
      .then(({ split }) => split())
      .then(
        (loaded) => {
          split = loaded.splitForSending
          if (link.isConnected()) exchange()
        },
        () => exchangeLater(),
      )
  }
  const pace = createPace(link.sendIntervalMs, () => {
    const update = mayFlow ? outbox.take() : null
    if (update) transmit(update)
  })

  const cancelAsking = () => {
    clearTimeout(askAgain)
    askAgain = undefined
  }
  /** Says what is here and hears what is missing, both ways. Everything unacknowledged is part of that exchange. */
  const exchange = () => {
    if (keeper?.isReady() === false) return
    cancelAsking()
    setSynced(false)
    mayFlow = false
    inflight = []
    pace.cancel()
    outbox.clear()
    askedAt = performance.now()
    link.sendFrame(encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector: Y.encodeStateVector(doc) }))
    if (edits > durable && !mayWrite() && !refusal) refuseHere(readOnly())
    changed()
  }
  const exchangeLater = () => {
    mayFlow = false
    inflight = []
    cancelAsking()
    askAgain = setTimeout(() => link.isConnected() && exchange(), backoffMs(refusals++) + limits.cursorIntervalMs)
  }
  const refused = (error: SyncForgeError, refusedSeq?: number) => {
    if (refusedSeq !== undefined && !inflight.some(({ seq: sent }) => sent === refusedSeq)) return
    if (mayRetry(error)) exchangeLater()
    else refuse(error)
  }

  /** Sends again what was refused. */
  const retry = () => {
    setRefusal(null)
    if (link.isConnected()) exchange()
    else changed()
  }
  /** An edit may have taken back what was too large: what is left is tried again, not at every stroke. */
  const retryWhenSmaller = () => {
    if (refusal && sizeCode.test(refusal.code)) {
      askAgain ??= setTimeout(() => {
        askAgain = undefined
        retry()
      }, retryAfterMs + backoffMs(refusals++))
    }
  }

  /** Parents are missing: an update got lost. What came after it would stay invisible for ever. */
  const isStuck = () => doc.store.pendingStructs !== null
  const askWhenStuck = () => {
    if (performance.now() - askedAt > askAgainMs) return exchange()
    askAgain ??= setTimeout(() => {
      askAgain = undefined
      if (link.isConnected() && isStuck()) exchange()
    }, askAgainMs)
  }

  const answer = (stateVector: Uint8Array) => {
    if (!mayWrite() || refusal) return
    mayFlow = true
    outbox.clear()
    if (edits === durable && holdsMoreThan(doc, stateVector)) edits += 1
    if (edits > durable) {
      const lacking = Y.encodeStateAsUpdate(doc, stateVector)
      if (isEmptyUpdate(lacking)) durable = edits
      else transmit(lacking)
    }
    settle()
  }
  const apply = (update: Uint8Array) => {
    Y.applyUpdate(doc, update, remote)
    if (isSynced && isStuck()) askWhenStuck()
  }

  const edited = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (origin === remote) return
    if (keeper?.brought(origin)) return isSynced ? exchange() : undefined
    edits += 1
    if (mayFlow) {
      outbox.add(update, transaction.beforeState)
      pace.request()
    } else if (refusal) retryWhenSmaller()
    else if (link.isConnected() && !mayWrite()) return refuseHere(readOnly())
    changed()
  }
  doc.on('update', edited)

  const lost = () => {
    cancelAsking()
    pace.cancel()
    mayFlow = false
    inflight = []
    setSynced(false)
    changed()
  }

  const end = (error: SyncForgeError) => {
    lost()
    doc.off('update', edited)
    over = error
    settle()
  }

  return {
    doc,
    isSaved: () => isSynced && durable === edits && inflight.length === 0,
    isUnsaved: () => edits > durable,
    refusal: () => (over ? null : refusal),
    retry,
    discard() {
      end(roomClosed())
      keeper?.discard()
      doc.destroy()
    },
    flush() {
      pace.flush()
      return new Promise((resolve, reject) => {
        waiters.add({ edits, resolve, reject })
        settle()
      })
    },
    welcomed() {
      keeper?.welcomed()
      exchange()
    },
    rightsChanged() {
      if (link.isConnected() && mayWrite() !== mayFlow) exchange()
    },
    received(message) {
      switch (message.kind) {
        case DocumentKind.step1:
          return answer(message.stateVector)
        case DocumentKind.step2:
          apply(message.update)
          refusals = 0
          setSynced(true)
          return changed()
        case DocumentKind.update:
          return apply(message.update)
        case DocumentKind.ack:
          while (inflight[0] && inflight[0].seq <= message.seq)
            durable = Math.max(durable, inflight.shift()?.edits ?? 0)
          refusals = 0
          return settle()
        case DocumentKind.refused: {
          const what = `The room refused an edit: ${message.code}`
          const error = new SyncForgeError(message.code as SyncForgeErrorCode, what, null, { document: name })
          link.report(error)
          return refused(error, message.seq)
        }
      }
    },
    refused,
    lost,
    leaving: pace.flush,
    ended(error) {
      end(error)
      keeper?.close()
    },
  }
}
