/** How a subscription changes, and what is told of it. */
import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { refuse } from '../refusal.ts'

export const itemOf = ({ id, items }: Stripe.Subscription): Stripe.SubscriptionItem =>
  items.data[0] ?? refuse(`Subscription ${id} has no item`)

export const changeSubscription = (
  account: Account,
  subscription: Stripe.Subscription,
  change: Partial<Stripe.Subscription>,
): Stripe.Subscription => {
  const before = Object.fromEntries(
    Object.keys(change).map((name) => [name, subscription[name as keyof Stripe.Subscription]]),
  )
  const changed = account.put({ ...subscription, ...change })
  account.emit('customer.subscription.updated', changed, before)
  return changed
}

/** Lets go of the subscription, which stays as it is. */
export const releaseSchedule = (account: Account, id: string): void => {
  const schedule = account.find('subscription_schedule', id)
  const released = account.put({
    ...schedule,
    status: 'released' as const,
    released_at: account.now(),
    released_subscription: typeof schedule.subscription === 'string' ? schedule.subscription : null,
    subscription: null,
    current_phase: null,
  })
  account.emit('subscription_schedule.released', released)
}

/** @throws StripeRefusal while it hangs on a schedule */
export const requireUnscheduled = ({ id, schedule }: Stripe.Subscription): void => {
  if (schedule === null) return
  refuse(`The subscription ${id} is managed by the subscription schedule ${String(schedule)}: release it first.`)
}

export const endSubscription = (
  account: Account,
  subscription: Stripe.Subscription,
  reason: 'cancellation_requested' | 'payment_failed',
): void => {
  if (subscription.schedule !== null) releaseSchedule(account, String(subscription.schedule))
  const now = account.now()
  const ended = account.put({
    ...subscription,
    status: 'canceled' as const,
    schedule: null,
    ended_at: now,
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason },
  })
  for (const invoice of account.all('invoice', String(subscription.customer))) {
    const isOpen = invoice.status === 'open' || invoice.status === 'draft'
    if (isOpen && invoice.parent?.subscription_details?.subscription === subscription.id) {
      // Nobody tries any more; what is owed stays owed.
      account.put({ ...invoice, next_payment_attempt: null, auto_advance: false })
    }
  }
  account.emit('customer.subscription.deleted', ended)
}
