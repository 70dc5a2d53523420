/** Bills, and what becomes of them: drafted, finalized, charged, charged again. */

import { plans } from '@syncforge/protocol/plans'
import type Stripe from 'stripe'
import { planOfProduct } from '../../../billing/products.ts'
import type { Account } from '../account.ts'
import { newInvoice, newLine } from '../objects/invoice.ts'
import { cardOf, cards } from './cards.ts'
import { changeSubscription, endSubscription, itemOf } from './subscriptions.ts'

const daySeconds = 86_400
/** After a first try that failed, in days after the one before. After the last, the subscription ends. */
const retryDays = [1, 3, 5, 7]

const nameOf = (price: Stripe.Price): string => {
  const plan = planOfProduct(String(price.product))
  return plan === undefined ? String(price.product) : plans[plan].name
}

const customerOf = (account: Account, { customer }: { readonly customer: unknown }) =>
  account.find('customer', customer)

const hasGoodCard = (account: Account, of: { readonly customer: unknown }): boolean =>
  cardOf(customerOf(account, of)) === cards.good

/** One month of what it is now. */
export const monthLines = (account: Account, subscription: Stripe.Subscription): Stripe.InvoiceLineItem[] => {
  const { price, current_period_start: start, current_period_end: end } = itemOf(subscription)
  const { id } = account.birth('il')
  const description = `1 × ${nameOf(price)} (per month)`
  const amount = price.unit_amount ?? 0
  return [newLine(subscription, { id, price, amount, period: { start, end }, isProration: false, description })]
}

/** What is left of the period: of the old price given back, of the new one charged, each rounded. */
export const prorationLines = (
  account: Account,
  subscription: Stripe.Subscription,
  price: Stripe.Price,
  start: number,
): Stripe.InvoiceLineItem[] => {
  const { price: old, current_period_start: from, current_period_end: end } = itemOf(subscription)
  const share = (end - start) / (end - from)
  const line = (of: Stripe.Price, words: string, sign: number) =>
    newLine(subscription, {
      id: account.birth('il').id,
      price: of,
      amount: sign * Math.round((of.unit_amount ?? 0) * share),
      period: { start, end },
      isProration: true,
      description: `${words} time on ${nameOf(of)}`,
    })
  return [line(old, 'Unused', -1), line(price, 'Remaining', 1)]
}

/** A draft that is not kept: whoever asks decides whether it is to be. */
export const draftInvoice = (
  account: Account,
  subscription: Stripe.Subscription,
  reason: Stripe.Invoice.BillingReason,
  lines: readonly Stripe.InvoiceLineItem[],
): Stripe.Invoice => {
  const birth = account.birth('in')
  const number = `STANDIN-${birth.id.slice(-6)}`
  const customer = customerOf(account, subscription)
  return newInvoice(birth, { number, subscription, customer, reason, lines, pages: account.pages() })
}

const subscriptionOf = (account: Account, { parent }: Stripe.Invoice): Stripe.Subscription =>
  account.find('subscription', parent?.subscription_details?.subscription)

const markPaid = (account: Account, invoice: Stripe.Invoice): void => {
  const paid = account.put({
    ...invoice,
    status: 'paid' as const,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: account.now() },
  })
  account.emit('invoice.paid', paid)
  account.emit('invoice.payment_succeeded', paid)
  const subscription = subscriptionOf(account, invoice)
  if (subscription.status === 'past_due' || subscription.status === 'incomplete') {
    changeSubscription(account, subscription, { status: 'active' })
  }
}

const markFailed = (account: Account, invoice: Stripe.Invoice): void => {
  const waitDays = retryDays[invoice.attempt_count - 1]
  const next = waitDays === undefined ? null : account.now() + waitDays * daySeconds
  account.emit('invoice.payment_failed', account.put({ ...invoice, next_payment_attempt: next }))
  const subscription = subscriptionOf(account, invoice)
  const isLast = waitDays === undefined
  if (subscription.status === 'past_due' && isLast) endSubscription(account, subscription, 'payment_failed')
  if (subscription.status === 'active') changeSubscription(account, subscription, { status: 'past_due' })
}

/** Tries to collect what is open. */
export const chargeInvoice = (account: Account, invoice: Stripe.Invoice): void => {
  const tried = { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 }
  if (invoice.amount_due === 0 || hasGoodCard(account, invoice)) markPaid(account, tried)
  else markFailed(account, tried)
}

/** From a draft to an invoice that is owed, and charged at once. */
export const finalizeInvoice = (account: Account, draft: Stripe.Invoice): void => {
  const open = account.put({
    ...draft,
    status: 'open' as const,
    status_transitions: { ...draft.status_transitions, finalized_at: account.now() },
  })
  account.emit('invoice.finalized', open)
  chargeInvoice(account, open)
}

/** Whether an invoice of this amount could be collected now. */
export const isCollectable = (account: Account, invoice: Stripe.Invoice): boolean =>
  invoice.amount_due === 0 || hasGoodCard(account, invoice)
