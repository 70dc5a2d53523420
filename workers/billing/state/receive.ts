/**
 * Receives Stripe's events. What is not signed by Stripe is refused; what is not meant for us changes nothing and is not sent again; everything else
 * is one path: whose is it, and what does Stripe say of them now. A failure is thrown, and Stripe sends the event again.
 */
import Stripe from 'stripe'
import { isApplied } from '../../db/queries/billing/subscriptions.ts'
import { log } from '../../log.ts'
import type { BillingContext } from '../context.ts'
import { idOf } from '../products.ts'
import type { EventOutcome, ReceivedEvent } from '../service.ts'
import { refresh } from './refresh.ts'

/** What can change what an organization has. `npm run stripe:setup` asks Stripe for these. */
export const eventTypes = [
  'checkout.session.completed',
  'checkout.session.expired',
  'customer.updated',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  // A change that waits for the period's end, also one that was made or taken back at Stripe.
  'subscription_schedule.created',
  'subscription_schedule.updated',
  'subscription_schedule.released',
  'subscription_schedule.canceled',
  'subscription_schedule.completed',
  'subscription_schedule.aborted',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[]

/** So far a signature's time may be from ours. The client looks at old ones only. */
const toleranceSeconds = 300

const isFromTheFuture = (signature: string): boolean => {
  const at = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1])
  return at > Date.now() / 1_000 + toleranceSeconds
}

/** The event, or why it is none of Stripe's. */
const verify = async (
  { stripe, webhookSecret }: BillingContext,
  { body, signature }: ReceivedEvent,
): Promise<Stripe.Event | string> => {
  if (signature === null) return 'no signature'
  if (isFromTheFuture(signature)) return 'signed in the future'
  try {
    // Bytes that are no text fail here: nothing is put in their place, which the signature would not cover.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return await stripe.webhooks.constructEventAsync(text, signature, webhookSecret, toleranceSeconds)
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'unreadable'
  }
}

/** Why an event that Stripe signed is not ours. */
const foreignBecause = (event: Stripe.Event, livemode: boolean): string | undefined => {
  if (event.account) return 'of a connected account'
  if (event.livemode !== livemode) return 'of the other mode'
  if (event.api_version !== Stripe.API_VERSION) return 'in the shapes of another version'
  return (eventTypes as readonly string[]).includes(event.type) ? undefined : 'of a type that changes nothing'
}

const customerOf = ({ data: { object } }: Stripe.Event): string | undefined => {
  if (object.object === 'customer') return object.id
  const { customer } = object as { readonly customer?: string | { readonly id: string } | null }
  return customer ? idOf(customer) : undefined
}

export const receive = async (context: BillingContext, received: ReceivedEvent): Promise<EventOutcome> => {
  const { requestId } = received
  const event = await verify(context, received)
  if (typeof event === 'string') {
    log('error', { requestId, worker: 'billing', event: 'refused', reason: event })
    return 'refused'
  }
  const { id, type } = event
  const tell = (outcome: string) => log('info', { requestId, worker: 'billing', event: id, type, outcome })
  const reason = foreignBecause(event, context.livemode)
  const customer = customerOf(event)
  if (reason !== undefined || customer === undefined) {
    tell(reason ?? 'of no customer')
    return null
  }
  // Read again nevertheless: what it came to then may not have taken effect.
  const isKnown = await isApplied(context.db, id)
  const effect = await refresh(context, customer, isKnown ? undefined : { id, type })
  tell(isKnown ? 'applied before' : 'applied')
  return effect
}
