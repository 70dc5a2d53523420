/** The subscription that an action is about, read at Stripe: what is written here may be a moment old. */
import { RoomError } from '@syncforge/protocol/errors'
import type { PlanId } from '@syncforge/protocol/plans'
import type Stripe from 'stripe'
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import { findOrganization } from '../../db/queries/organizations/organizations.ts'
import type { BillingContext } from '../context.ts'
import { idOf, planOf } from '../products.ts'
import type { PlanEffect } from '../service.ts'
import { listSubscriptions } from '../state/read.ts'
import { currentOf, isLiving } from '../state/reading.ts'
import { refresh } from '../state/refresh.ts'

export interface Current {
  readonly customer: string
  readonly subscription: Stripe.Subscription
  readonly item: Stripe.SubscriptionItem
  readonly plan: PlanId
  /** Stripe's clock, in milliseconds. */
  readonly now: number
}

/** `undefined`: nothing is subscribed. */
export const findCurrent = async (
  { stripe, db }: BillingContext,
  organizationId: string,
): Promise<Current | undefined> => {
  const customer = (await findBilling(db, organizationId))?.customerId
  if (!customer) return undefined
  const { subscriptions, now } = await listSubscriptions(stripe, customer)
  const subscription = currentOf(subscriptions)
  const plan = subscription && planOf(subscription)
  const item = subscription?.items.data[0]
  if (!subscription || !item || plan === undefined || !isLiving(subscription)) return undefined
  return { customer, subscription, item, plan, now }
}

/** @throws RoomError NO_SUBSCRIPTION */
export const requireCurrent = async (context: BillingContext, organizationId: string): Promise<Current> => {
  const found = await findCurrent(context, organizationId)
  if (!found) throw new RoomError('NO_SUBSCRIPTION', 'Nothing is subscribed')
  return found
}

/** @throws RoomError PAYMENT_FAILED while an invoice waits to be paid: what it is for comes first */
export const requirePaid = ({ subscription: { status } }: Current): void => {
  if (status !== 'past_due') return
  throw new RoomError('PAYMENT_FAILED', 'An invoice is not paid: pay it first, or put another card in place')
}

/** A later reading was there: it has told what it came to, and another look costs little. */
const lookAgainMs = 60_000

/** What has just been done, read back: whoever did it sees it at once, whenever the event comes. */
export const readBack = async (
  context: BillingContext,
  organizationId: string,
  { customer }: Pick<Current, 'customer'>,
): Promise<PlanEffect> => {
  const effect = await refresh(context, customer)
  if (effect !== null) return effect
  const plan = (await findOrganization(context.db, organizationId))?.plan ?? 'free'
  return { organizationId, plan, refreshInMs: lookAgainMs }
}

/**
 * Takes a subscription off its schedule: while it hangs on one, Stripe refuses to change it.
 *
 * @example await release(stripe, subscription)
 */
export const release = async (stripe: Stripe, { schedule }: Stripe.Subscription): Promise<void> => {
  if (schedule !== null) await stripe.subscriptionSchedules.release(idOf(schedule))
}
