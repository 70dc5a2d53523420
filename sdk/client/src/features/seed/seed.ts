/** Owns the first content of documents on this side; loaded when somebody seeds. Rules SE1–SE5 are in the contract. */

import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import * as limits from '@syncforge/protocol/client-limits'
import type { SeedAnswer } from '@syncforge/protocol/seed'
import * as Y from 'yjs'
import type { Link, Listener } from '../../connection/link.ts'
import { mayRetry, SyncForgeError } from '../../errors.ts'
import { watchForSecondYjs } from '../documents/second-yjs.ts'

/** Writes the first content into an empty document of its own. */
export type SeedWriter = (doc: Y.Doc) => void | Promise<void>

/** What the envelope around a seed may take of the message. */
const envelopeBytes = 1_024
/** A claim is renewed so many times before it would end. */
const renewals = 3
/** Whoever waits for longer looks again: past 2³¹ − 1 ms a timer of the platform would be due at once. */
const latestLookMs = 3_600_000
/** Those who wait for one claim to end do not all ask in the same moment. */
const spreadMs = 250

const covers = (doc: Y.Doc, stateVector: string | null): boolean =>
  stateVector === null ||
  [...Y.decodeStateVector(fromBase64(stateVector))].every(([client, clock]) => Y.getState(doc.store, client) >= clock)

export const createSeeds = (
  link: Pick<Link, 'ask' | 'report'>,
  getDocument: (name?: string) => Y.Doc,
  backoffMs: (failures: number) => number,
) => {
  const listeners = new Set<{ readonly document: string; wake(): void }>()
  let ending: SyncForgeError | null = null

  const wake = (document?: string) => {
    for (const listener of listeners) if (document === undefined || listener.document === document) listener.wake()
  }
  const listener: Listener = {
    events: {
      'documents.seeded': ({ document }) => wake(document),
      'documents.unclaimed': ({ document }) => wake(document),
    },
    welcomed: () => wake(),
    ended(error) {
      ending = error
      wake()
    },
  }

  /** Listens from now on, so that nothing is missed between an answer and the wait. */
  const listen = (document: string, doc: Y.Doc) => {
    let heard = () => {}
    const happened = new Promise<void>((resolve) => {
      heard = resolve
    })
    const listener = { document, wake: heard }
    listeners.add(listener)
    doc.on('update', heard)
    doc.on('sync', heard)
    let timer: ReturnType<typeof setTimeout> | undefined
    return {
      /** Something about the document happened, or so much time passed. */
      within(ms: number | null): Promise<void> {
        if (ms !== null) timer = setTimeout(heard, Math.min(ms, latestLookMs))
        return happened
      },
      stop() {
        clearTimeout(timer)
        listeners.delete(listener)
        doc.off('update', heard)
        doc.off('sync', heard)
      },
    }
  }

  /** Runs the function once, the claim held meanwhile. */
  const compose = async (document: string, claim: SeedAnswer & { state: 'claimed' }, write: SeedWriter) => {
    const { lease, leaseMs } = claim
    const release = () => link.ask('documents.seedRelease', { document, lease }).catch(() => {})
    const renewing = setInterval(
      () => void link.ask('documents.seedClaim', { document, lease }).catch(() => {}),
      leaseMs / renewals,
    )
    const scratch = new Y.Doc()
    watchForSecondYjs(scratch, link.report)
    try {
      await write(scratch)
      const update = toBase64(Y.encodeStateAsUpdate(scratch))
      const maxBytes = limits.messageMaxBytes - envelopeBytes
      if (update.length > maxBytes) {
        const what = `A seed of ${update.length} bytes as text; at most ${maxBytes} are allowed: seed larger ones by REST`
        throw new SyncForgeError('PAYLOAD_TOO_LARGE', what, null, { document })
      }
      return update
    } catch (error) {
      await release()
      throw error
    } finally {
      clearInterval(renewing)
      scratch.destroy()
    }
  }

  const whenComplete = async (document: string, doc: Y.Doc, stateVector: string | null): Promise<void> => {
    while (!doc.isSynced || !covers(doc, stateVector)) {
      if (ending) throw ending
      const listening = listen(document, doc)
      await listening.within(null)
      listening.stop()
    }
  }

  const seed = async (document: string, write: SeedWriter): Promise<void> => {
    const doc = getDocument(document)
    let update: string | null = null
    let lease: string | undefined
    let failures = 0
    let isWriting = false
    for (;;) {
      const listening = listen(document, doc)
      try {
        let answer = await link.ask('documents.seedClaim', { document, ...(lease === undefined ? {} : { lease }) })
        if (answer.state === 'claimed') {
          lease = answer.lease
          isWriting = true
          update ??= await compose(document, answer, write)
          isWriting = false
          answer = await link.ask('documents.seedCommit', { document, lease, update })
        }
        if (answer.state === 'seeded') return await whenComplete(document, doc, answer.stateVector)
        failures = 0
        const { retryAfterMs } = answer.state === 'waiting' ? answer : { retryAfterMs: 0 }
        await listening.within(retryAfterMs === null ? null : retryAfterMs + Math.random() * spreadMs)
      } catch (error) {
        if (ending || isWriting || !(error instanceof SyncForgeError && mayRetry(error))) throw error
        await listening.within(backoffMs(failures++) + limits.cursorIntervalMs)
      } finally {
        listening.stop()
      }
    }
  }
  return { listener, seed }
}
