/** Owns a customer's own events: sent to everyone else, heard in order, kept nowhere. Rules BR1–BR3 are in the contract. */
import * as limits from '@syncforge/protocol/client-limits'
import type { Json, User } from '@syncforge/protocol/schemas'
import { callSafely } from '../batch.ts'
import { checkJson, checkText } from '../check.ts'
import type { Unsubscribe } from '../store.ts'
import type { DeclaredEvents, Sent } from '../types.ts'
import type { FeatureContext, OpenFeature } from './feature.ts'

/** Who sent an event. `connectionId` is `null` when it came through REST. */
export interface BroadcastSender {
  readonly user: User
  readonly connectionId: string | null
}

export type BroadcastListener<T = Json> = (payload: T, sender: BroadcastSender) => void

const maxLabelLength = 128
/** What the envelope around a payload may take of the message. */
const envelopeBytes = 1_024

export interface WithBroadcast<E = DeclaredEvents> {
  /**
   * Sends an event to everyone else in the room; nobody keeps it. Resolves when the room has passed it on. Waits up to
   * 10 s for a connection.
   *
   * @throws SyncForgeError VALIDATION_ERROR, FORBIDDEN without `write`, NETWORK_ERROR, TIMEOUT, CLOSED
   * @example await room.broadcast('confetti', { x: 120, y: 80 })
   */
  broadcast<K extends keyof E & string>(event: K, ...payload: Sent<E, K>): Promise<void>
  /**
   * Hears the events that others broadcast, in the order each of them sent. Returns the way to stop.
   *
   * @example const stop = room.on('confetti', ({ x, y }, { user }) => celebrate(x, y, user.userInfo.name))
   */
  on<K extends keyof E & string>(event: K, listener: BroadcastListener<E[K]>): Unsubscribe
}

export const openBroadcast = ({ link }: FeatureContext): OpenFeature<WithBroadcast> => {
  const subscriptions = new Set<{ readonly event: string; readonly listener: BroadcastListener }>()
  return {
    listener: {
      events: {
        'broadcast.sent'({ event, payload, user, connectionId }) {
          for (const each of [...subscriptions]) {
            if (each.event === event) callSafely(each.listener, payload, { user, connectionId })
          }
        },
      },
    },
    room: {
      async broadcast(event, payload = null) {
        checkText(event, 'An event name', maxLabelLength)
        const json = checkJson(payload, 'The payload', limits.messageMaxBytes - envelopeBytes)
        await link.ask('broadcast.send', { event, payload: json as Json })
      },
      on(event, listener) {
        checkText(event, 'An event name', maxLabelLength)
        const subscription = { event, listener }
        subscriptions.add(subscription)
        return () => void subscriptions.delete(subscription)
      },
    },
  }
}
