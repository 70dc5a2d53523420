/** Owns how full the room's documents are, as the room tells it; loaded when somebody asks. Rule DO12 is in the contract. */
import { documentWarnShares } from '@syncforge/protocol/warn-shares'
import type { Link, Listener } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { Unsubscribe } from '../../store.ts'

interface Count {
  readonly is: number
  readonly max: number
}

/** What of a document is bounded, each as it `is` and at its `max`. */
export interface DocumentSize {
  /** What is stored of it, and must be sent to whoever opens it. */
  readonly bytes: Count
  /** About what it takes in the memory of its room. */
  readonly memoryBytes: Count
  /** Yjs client ids that have edited it: every page load is one. */
  readonly clients: Count
  /** Its texts, maps and lists by name. */
  readonly roots: Count
  /** The largest of these shares, from 0 to 1. */
  readonly share: number
}

/** A document has come to `share` of the bound of that name: 1 is all. */
export interface DocumentFill {
  readonly document: string
  readonly bound: 'bytes' | 'memoryBytes' | 'clients' | 'roots'
  readonly share: number
}

interface Subscription {
  readonly document: string
  readonly listener: (fill: DocumentFill) => void
  /** How many of the shares that are warned of it has heard of. */
  steps: number
}

export const createSizes = (link: Pick<Link, 'ask' | 'report'>, defaultDocument: string) => {
  const subscriptions = new Set<Subscription>()

  const documentSize = (name: string = defaultDocument): Promise<DocumentSize> =>
    link.ask('documents.measure', { name })

  const tell = (subscription: Subscription, fill: DocumentFill) => {
    const steps = documentWarnShares.filter((share) => fill.share >= share).length
    const isNews = steps > subscription.steps
    subscription.steps = steps
    // What the listener throws is its own, not the room's.
    if (isNews) queueMicrotask(() => subscriptions.has(subscription) && subscription.listener(fill))
  }
  /** What was told before the subscription, or while there was no connection, is told now. */
  const look = async (subscription: Subscription) => {
    const { document } = subscription
    try {
      const { share, ...counts } = await documentSize(document)
      const bounds = Object.keys(counts) as (keyof typeof counts)[]
      const bound = bounds.find((each) => counts[each].is / counts[each].max >= share) ?? 'bytes'
      tell(subscription, { document, bound, share })
    } catch (error) {
      // After a lost connection the next welcome looks again.
      const { code } = error as SyncForgeError
      if (code !== 'NETWORK_ERROR' && code !== 'CLOSED') link.report(error as SyncForgeError)
    }
  }
  const listener: Listener = {
    events: {
      'documents.filled'(fill) {
        for (const each of subscriptions) if (each.document === fill.document) tell(each, fill)
      },
    },
    welcomed() {
      for (const each of subscriptions) look(each)
    },
  }
  return {
    listener,
    documentSize,
    onDocumentFilled(listener: (fill: DocumentFill) => void, document: string = defaultDocument): Unsubscribe {
      const subscription = { document, listener, steps: 0 }
      subscriptions.add(subscription)
      look(subscription)
      return () => {
        subscriptions.delete(subscription)
      }
    },
  }
}
