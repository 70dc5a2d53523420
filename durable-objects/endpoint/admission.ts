/** What the edge and the organization's object may ask of an endpoint's object, and what they hand over. */
import type { WebhookContent } from '@syncforge/protocol/webhooks'

/** A signing secret, sealed. */
export interface SealedSecret {
  readonly sealed: string
  /** When it signs no more, in milliseconds since 1970; `null` for the newest. */
  readonly endsAt: number | null
}

/** An endpoint as its object knows it. */
export interface EndpointSettings {
  readonly organizationId: string
  /** Also the object's name. */
  readonly webhookId: string
  readonly url: string
  /** The newest first, two at most. */
  readonly secrets: readonly SealedSecret[]
  readonly debounceMs: number
  readonly isEnabled: boolean
  /** Rises with every change: an older one that comes late changes nothing. */
  readonly revision: number
}

/** Something that happened, as it is handed over. */
export type EndpointEvent = WebhookContent & {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of the request that led to it, where that is known: its deliveries go on with its trace. */
  readonly traceparent?: string
}

export const deliveryStates = ['pending', 'delivered', 'dead'] as const

export type DeliveryState = (typeof deliveryStates)[number]

export interface DeliverySummary {
  /** Orders deliveries: a redelivery gets a new one. */
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly roomId: string | null
  readonly state: DeliveryState
  /** Since it was last put into the queue. */
  readonly attempts: number
  readonly redeliveries: number
  readonly createdAt: number
  readonly finishedAt: number | null
  /** When the next attempt is made, if it is the first in its room. */
  readonly nextAttemptAt: number | null
}

export interface AttemptRecord {
  readonly round: number
  readonly attempt: number
  readonly at: number
  readonly durationMs: number
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  /** The beginning of the answer's body. */
  readonly body: string
  /** Why there was no answer. */
  readonly error: string | null
}

export interface DeliveryRecord extends DeliverySummary {
  readonly requestBody: string
  readonly history: readonly AttemptRecord[]
}

/** What is never sent: more waited for the endpoint than may, or it was a dead letter longer than those are kept. */
export interface MissedEvents {
  readonly count: number
  /** When the first of them happened, and the last, in milliseconds since 1970. */
  readonly since: number
  readonly until: number
}

export interface EndpointStatus {
  readonly pending: number
  readonly delivered: number
  readonly dead: number
  /** Since when nothing has reached it; `null` when the last attempt did. */
  readonly failingSince: number | null
  readonly lastSuccessAt: number | null
  /** All that it has ever missed; `null`: nothing. */
  readonly missed: MissedEvents | null
}

export interface DeliveryFilter {
  readonly state: DeliveryState | null
  /** Those before this `seq`. */
  readonly before: number | null
  readonly limit: number
}

export const redeliveredStates = ['dead', 'all'] as const

/** What to deliver again: dead letters, or all that is kept and does not wait. */
export type RedeliveredState = (typeof redeliveredStates)[number]

export interface EndpointStub {
  /** How the endpoint is to be from now on. */
  configure(settings: EndpointSettings): Promise<void>
  /** Takes events from the first on, as many as there is room for, and says how many: it keeps those. */
  take(events: readonly EndpointEvent[]): Promise<number>
  /** All that it has missed so far. */
  miss(missed: MissedEvents): Promise<void>
  /** Sends one at once, past what waits. */
  test(event: EndpointEvent): Promise<void>
  /** The newest first. */
  list(filter: DeliveryFilter): Promise<readonly DeliverySummary[]>
  find(deliveryId: string): Promise<DeliveryRecord | null>
  /** Puts one into the queue again, unless it is there. `null`: there is none. */
  redeliver(deliveryId: string): Promise<DeliverySummary | null>
  /** Puts deliveries of events since `at` into the queue again, a page at a time; says how many there are. Rejects while too much of it is under way. */
  redeliverSince(at: number, state: RedeliveredState): Promise<number>
  status(): Promise<EndpointStatus>
  erase(): Promise<void>
}
