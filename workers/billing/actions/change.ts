/** Changes what is subscribed: more at once, for its share of the period; less at the end of the period, and only below its limits. */
import { RoomError } from '@syncforge/protocol/errors'
import { type PlanId, plans } from '@syncforge/protocol/plans'
import type Stripe from 'stripe'
import type { BillingContext } from '../context.ts'
import { idOf, rankOf } from '../products.ts'
import type { Asked, ChangeAsked, Over, PlanEffect, Use } from '../service.ts'
import { priceOf, requireSold } from './checkout.ts'
import { type Current, readBack, release, requireCurrent, requirePaid } from './current.ts'

/** What is in use beyond the limits of `plan`. */
export const overOf = (plan: PlanId, use: Use): readonly Over[] =>
  (['rooms', 'people'] as const).flatMap((limit) => {
    const [used, max] = [use[limit], plans[plan][limit]]
    return used !== null && max !== null && used > max ? [{ limit, use: used, max }] : []
  })

const words = ({ limit, use, max }: Over): string =>
  limit === 'rooms' ? `${use} rooms of ${max}` : `${use} people this month of ${max}`

/** @throws RoomError PLAN_LIMIT_EXCEEDED, with what is over */
const requireBelow = ({ plan, use, page }: Pick<ChangeAsked, 'plan' | 'use' | 'page'>): void => {
  const over = overOf(plan, use)
  if (over.length === 0) return
  const told = over.map(words).join(' and ')
  throw new RoomError('PLAN_LIMIT_EXCEEDED', `${plans[plan].name} is too small for what is in use: ${told}`, {
    plan,
    over,
    billingUrl: page,
  })
}

const upgrade = async (stripe: Stripe, { subscription, item }: Current, asked: ChangeAsked): Promise<void> => {
  const price = await priceOf(stripe, asked.plan)
  await release(stripe, subscription)
  await stripe.subscriptions.update(subscription.id, {
    // With the item's id it is replaced; without, a second plan would be added.
    items: [{ id: item.id, price: price.id }],
    ...(subscription.cancel_at_period_end ? { cancel_at_period_end: false } : {}),
    proration_behavior: 'always_invoice',
    // A card that is declined changes nothing.
    payment_behavior: 'error_if_incomplete',
    ...(asked.prorationDate === null ? {} : { proration_date: asked.prorationDate }),
  })
}

/** Two calls, because a schedule that is made from a subscription takes nothing else. One that a crash left without its second half is used. */
const downgrade = async (stripe: Stripe, { subscription, item }: Current, plan: PlanId): Promise<void> => {
  const price = await priceOf(stripe, plan)
  if (subscription.cancel_at_period_end) {
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })
  }
  const { schedule } = subscription
  const { id } = schedule
    ? { id: idOf(schedule) }
    : await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
  const { current_period_start: start_date, current_period_end: end_date } = item
  await stripe.subscriptionSchedules.update(id, {
    end_behavior: 'release',
    proration_behavior: 'none',
    phases: [
      { items: [{ price: item.price.id, quantity: 1 }], start_date, end_date },
      {
        items: [{ price: price.id, quantity: 1 }],
        start_date: end_date,
        duration: { interval: 'month', interval_count: 1 },
      },
    ],
  })
}

export const change = async (context: BillingContext, asked: ChangeAsked): Promise<PlanEffect> => {
  const { organizationId, plan } = asked
  if (plan === 'free') return cancel(context, asked)
  requireSold(plan)
  const current = await requireCurrent(context, organizationId)
  requirePaid(current)
  if (plan === current.plan) return resumeCurrent(context, organizationId, current)
  if (rankOf(plan) > rankOf(current.plan)) await upgrade(context.stripe, current, asked)
  else {
    requireBelow(asked)
    await downgrade(context.stripe, current, plan)
  }
  return readBack(context, organizationId, current)
}

/** At the end of the period. Always possible: whoever is over the limits of Free loses nothing that is there. */
export const cancel = async (context: BillingContext, { organizationId }: Asked): Promise<PlanEffect> => {
  const current = await requireCurrent(context, organizationId)
  const { subscription } = current
  if (!subscription.cancel_at_period_end) {
    await release(context.stripe, subscription)
    await context.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
  }
  return readBack(context, organizationId, current)
}

const resumeCurrent = async (
  context: BillingContext,
  organizationId: string,
  current: Current,
): Promise<PlanEffect> => {
  const { stripe } = context
  const { subscription } = current
  await release(stripe, subscription)
  if (subscription.cancel_at_period_end) {
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })
  }
  return readBack(context, organizationId, current)
}

/** Takes back what was to happen at the end of the period. */
export const resume = async (context: BillingContext, { organizationId }: Asked): Promise<PlanEffect> =>
  resumeCurrent(context, organizationId, await requireCurrent(context, organizationId))
