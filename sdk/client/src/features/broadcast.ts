/** Owns a customer's own events: sent to everyone else, heard in order, kept nowhere. Rules BR1–BR3 are in the contract. */
import { limits } from '@syncforge/protocol/limits'
import type { Json, User } from '@syncforge/protocol/schemas'
import { callSafely } from '../batch.ts'
import { checkJson, checkText } from '../check.ts'
import type { Feature, Link } from '../connection/session.ts'
import type { Unsubscribe } from '../store.ts'

/** Who sent an event. `connectionId` is `null` when it came through REST. */
export interface BroadcastSender {
  readonly user: User
  readonly connectionId: string | null
}

export type BroadcastListener = (payload: Json, sender: BroadcastSender) => void

const maxLabelLength = 128
/** What the envelope around a payload may take of the message. */
const envelopeBytes = 1_024

export const createBroadcast = (link: Link) => {
  const listeners = new Map<string, Set<{ readonly listener: BroadcastListener }>>()
  const feature: Feature = {
    events: {
      'broadcast.sent'({ event, payload, user, connectionId }) {
        for (const { listener } of [...(listeners.get(event) ?? [])])
          callSafely(listener, payload, { user, connectionId })
      },
    },
  }
  return {
    feature,
    async broadcast(event: string, payload: unknown = null): Promise<void> {
      checkText(event, 'An event name', maxLabelLength)
      const json = checkJson(payload, 'The payload', limits.messageMaxBytes - envelopeBytes)
      await link.ask('broadcast.send', { event, payload: json as Json })
    },
    on(event: string, listener: BroadcastListener): Unsubscribe {
      checkText(event, 'An event name', maxLabelLength)
      const subscription = { listener }
      const group = listeners.get(event) ?? new Set()
      listeners.set(event, group.add(subscription))
      return () => {
        group.delete(subscription)
        if (group.size === 0 && listeners.get(event) === group) listeners.delete(event)
      }
    },
  }
}
