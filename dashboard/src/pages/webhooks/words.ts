/** Endpoints and deliveries as people say them. */
import { isAccountType, type SubscribedType, webhookTypes } from '@syncforge/protocol/webhooks'

export type DeliveryState = 'pending' | 'delivered' | 'dead'

export const stateWords: Readonly<Record<DeliveryState, string>> = {
  pending: 'Waiting',
  delivered: 'Delivered',
  dead: 'Dead letter',
}

export const stateBadges: Readonly<Record<DeliveryState, string>> = {
  pending: 'badge badge-warn',
  delivered: 'badge badge-good',
  dead: 'badge badge-danger',
}

/** An endpoint as pages show it. */
export interface Endpoint {
  readonly id: string
  readonly url: string
  readonly description: string
  readonly events: readonly (SubscribedType | '*')[]
  readonly roomPrefix: string
  readonly debounceMs: number
  readonly isEnabled: boolean
  readonly offReason: 'failing' | 'gone' | null
  readonly previousSecretEndsAt: number | null
  readonly status: {
    readonly pending: number
    readonly dead: number
    readonly failingSince: number | null
    readonly lastSuccessAt: number | null
    readonly missed: { readonly count: number; readonly since: number; readonly until: number } | null
  } | null
}

export const offWords = { failing: 'nothing has reached it for three days', gone: 'it said that it is gone' } as const

/** @example eventsWords(['*']) // 'everything' */
export const eventsWords = (events: readonly string[]): string =>
  events.includes('*') ? 'everything' : events.join(', ')

/** Those that every plan has last. */
export const orderedTypes: readonly SubscribedType[] = [...webhookTypes].sort(
  (a, b) => Number(isAccountType(a)) - Number(isAccountType(b)),
)
