/**
 * Moves the account's clock forward, stopping wherever something is due: sessions that expire, drafts that become invoices an hour later, payments
 * that are tried again, periods that end.
 */
import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { nextPeriodEnd } from './calendar.ts'
import { chargeInvoice, draftInvoice, finalizeInvoice, monthLines } from './invoices.ts'
import { changeSubscription, endSubscription, itemOf, releaseSchedule } from './subscriptions.ts'

const hourSeconds = 3_600

const isAlive = ({ status }: Stripe.Subscription): boolean => status === 'active' || status === 'past_due'

const dueOfInvoice = ({ status, created, next_payment_attempt, auto_advance }: Stripe.Invoice): number | null => {
  if (status === 'draft' && auto_advance) return created + hourSeconds
  return status === 'open' ? next_payment_attempt : null
}

const dueTimes = (account: Account): number[] => [
  ...account.all('checkout.session').flatMap(({ status, expires_at }) => (status === 'open' ? [expires_at] : [])),
  ...account.all('invoice').flatMap((invoice) => dueOfInvoice(invoice) ?? []),
  ...account.all('subscription').flatMap((one) => (isAlive(one) ? [itemOf(one).current_period_end] : [])),
]

/** The phase that begins when this period ends. */
const nextPhase = (account: Account, { schedule }: Stripe.Subscription, from: number) => {
  if (schedule === null) return undefined
  const { phases } = account.find('subscription_schedule', schedule)
  return phases.find(({ start_date }) => start_date === from)
}

const renew = (account: Account, subscription: Stripe.Subscription): void => {
  const item = itemOf(subscription)
  const from = item.current_period_end
  const phase = nextPhase(account, subscription, from)
  const price = phase ? account.find('price', phase.items[0]?.price) : item.price
  const end = nextPeriodEnd(subscription.billing_cycle_anchor, from)
  const data = [{ ...item, price, current_period_start: from, current_period_end: end }]
  const items = { ...subscription.items, data }
  const { schedule } = subscription
  const renewed = changeSubscription(account, subscription, { items, ...(phase ? { schedule: null } : {}) })
  if (phase && schedule !== null) releaseSchedule(account, String(schedule))
  const invoice = draftInvoice(account, renewed, 'subscription_cycle', monthLines(account, renewed))
  account.put({ ...renewed, latest_invoice: invoice.id })
  account.emit('invoice.created', account.put(invoice))
}

const doWhatIsDue = (account: Account, now: number): void => {
  for (const session of account.all('checkout.session')) {
    if (session.status !== 'open' || session.expires_at > now) continue
    account.emit('checkout.session.expired', account.put({ ...session, status: 'expired' as const, url: null }))
  }
  for (const invoice of account.all('invoice')) {
    const due = dueOfInvoice(invoice)
    if (due === null || due > now) continue
    if (invoice.status === 'draft') finalizeInvoice(account, invoice)
    else chargeInvoice(account, invoice)
  }
  for (const { id } of account.all('subscription')) {
    // As it is after the invoices: one of them may have ended it.
    const subscription = account.find('subscription', id)
    if (!isAlive(subscription) || itemOf(subscription).current_period_end > now) continue
    if (subscription.cancel_at_period_end) endSubscription(account, subscription, 'cancellation_requested')
    else renew(account, subscription)
  }
}

/** @param until in seconds */
export const moveClock = (account: Account, until: number): void => {
  while (account.now() < until) {
    const next = Math.min(...dueTimes(account).filter((due) => due > account.now()), until)
    account.setNow(next)
    doWhatIsDue(account, next)
  }
}
