/** What a customer's subscriptions come to: pure rules, from what Stripe says to the plan that is granted. */
import type { PlanId } from '@syncforge/protocol/plans'
import type Stripe from 'stripe'
import type { BillingReading } from '../../db/queries/billing/subscriptions.ts'
import { planOf, rankOf } from '../products.ts'

/** So long a plan is kept that could not be paid, counted from the day on which its invoice was due. */
const graceMs = 14 * 86_400_000

/** What was read of one customer. Times are Stripe's: seconds. */
export interface Seen {
  readonly subscriptions: readonly Stripe.Subscription[]
  /** Invoices that wait to be paid. */
  readonly open: readonly Stripe.Invoice[]
  /** What the subscription that counts becomes by itself, by its schedule. */
  readonly scheduled: { readonly plan: PlanId; readonly at: number } | null
  /** Stripe's own clock, in milliseconds. */
  readonly now: number
}

/** Those for which somebody pays, or owes. */
export const isLiving = ({ status }: Stripe.Subscription): boolean =>
  status === 'active' || status === 'trialing' || status === 'past_due'

/** Those that stop nobody from buying: over, or never begun. */
const isOver = ({ status }: Stripe.Subscription): boolean => status === 'canceled' || status === 'incomplete_expired'

const newest = (all: readonly Stripe.Subscription[]): Stripe.Subscription | undefined =>
  all.reduce<Stripe.Subscription | undefined>(
    (found, one) => (found === undefined || one.created > found.created ? one : found),
    undefined,
  )

/** The one that counts: of those that live the largest, else the newest that waits, else the newest that is over. */
export const currentOf = (all: readonly Stripe.Subscription[]): Stripe.Subscription | undefined => {
  const [largest] = all.filter(isLiving).sort((a, b) => rankOf(planOf(b) ?? 'free') - rankOf(planOf(a) ?? 'free'))
  return largest ?? newest(all.filter((one) => !isOver(one))) ?? newest(all)
}

const date = (seconds: number | null | undefined): Date | null =>
  typeof seconds === 'number' ? new Date(seconds * 1_000) : null

const ofSubscription = (invoice: Stripe.Invoice, { id }: Stripe.Subscription): boolean => {
  const named = invoice.parent?.subscription_details?.subscription
  return (typeof named === 'string' ? named : named?.id) === id
}

/** The oldest invoice that waits: from it the grace is counted, whenever anybody heard of it. */
const oldestOpen = (open: readonly Stripe.Invoice[], subscription: Stripe.Subscription): Stripe.Invoice | undefined =>
  open
    .filter((invoice) => ofSubscription(invoice, subscription))
    .sort((a, b) => (a.status_transitions.finalized_at ?? 0) - (b.status_transitions.finalized_at ?? 0))[0]

export interface Come {
  readonly reading: BillingReading
  readonly plan: PlanId
  /** When to read again without being told anything, in milliseconds from now. */
  readonly refreshInMs: number | null
}

const nothing: BillingReading = {
  status: 'none',
  subscriptionId: null,
  subscribed: null,
  periodEndsAt: null,
  pendingPlan: null,
  pendingAt: null,
  pastDueSince: null,
  graceEndsAt: null,
  openInvoiceId: null,
  openInvoiceAttempts: 0,
  openInvoiceCents: 0,
  endedAt: null,
}

/** Events can be lost: whoever pays is looked at once a day. */
const sweepEveryMs = 86_400_000

/** `undefined`: what lives there is none of our plans, and nothing is said about it. */
export const comeTo = ({ subscriptions, open, scheduled, now }: Seen): Come | undefined => {
  const one = currentOf(subscriptions)
  if (one === undefined) return { reading: nothing, plan: 'free', refreshInMs: null }
  const subscribed = planOf(one)
  const lives = isLiving(one)
  if (subscribed === undefined && !isOver(one)) return undefined
  const ends = one.items.data[0]?.current_period_end
  const owed = one.status === 'past_due' ? oldestOpen(open, one) : undefined
  const since = one.status === 'past_due' ? date(owed?.status_transitions.finalized_at ?? now / 1_000) : null
  const graceEndsAt = since === null ? null : new Date(since.getTime() + graceMs)
  const leftMs = graceEndsAt === null ? sweepEveryMs : graceEndsAt.getTime() - now
  const endsItself = lives && one.cancel_at_period_end
  const pending = endsItself ? { plan: 'free' as const, at: ends ?? 0 } : lives ? scheduled : null
  return {
    reading: {
      status: one.status,
      subscriptionId: one.id,
      subscribed: subscribed ?? null,
      periodEndsAt: lives ? date(ends) : null,
      pendingPlan: pending?.plan ?? null,
      pendingAt: date(pending?.at),
      pastDueSince: since,
      graceEndsAt,
      openInvoiceId: owed?.id ?? null,
      openInvoiceAttempts: owed?.attempt_count ?? 0,
      openInvoiceCents: owed?.amount_remaining ?? 0,
      endedAt: date(one.ended_at),
    },
    plan: lives && leftMs > 0 && subscribed !== undefined ? subscribed : 'free',
    refreshInMs: lives ? Math.min(sweepEveryMs, leftMs > 0 ? leftMs : sweepEveryMs) : null,
  }
}
