/** What a person does on Stripe's pages: pays at the checkout, puts another card in place. */
import type { Account } from '../account.ts'
import { newSubscription } from '../objects/subscription.ts'
import { monthsAfter } from './calendar.ts'
import { type CardKind, cards } from './cards.ts'
import { chargeInvoice, draftInvoice, finalizeInvoice, monthLines } from './invoices.ts'

const someAddress = {
  city: 'Malmö',
  country: 'SE',
  line1: 'Storgatan 1',
  line2: null,
  postal_code: '211 42',
  state: null,
}

/** `declined`: nothing has happened and the session is still open. `closed`: it was paid before, or has expired. */
export type PayOutcome = 'paid' | 'declined' | 'closed'

export const payCheckout = (account: Account, sessionId: string, card: CardKind): PayOutcome => {
  const session = account.find('checkout.session', sessionId)
  if (session.status !== 'open') return 'closed'
  if (card !== 'good') return 'declined'
  const found = account.find('customer', session.customer)
  const buyer = account.put({
    ...found,
    address: found.address ?? someAddress,
    invoice_settings: { ...found.invoice_settings, default_payment_method: cards.good },
  })
  account.emit('customer.updated', buyer)
  const birth = account.birth('sub')
  const { price: priceId, ...metadata } = session.metadata ?? {}
  const subscription = account.put(
    newSubscription(birth, {
      itemId: account.birth('si').id,
      customer: buyer.id,
      price: account.find('price', priceId),
      endsAt: monthsAfter(birth.now, 1),
      metadata,
    }),
  )
  const invoice = draftInvoice(account, subscription, 'subscription_create', monthLines(account, subscription))
  account.emit('customer.subscription.created', account.put({ ...subscription, latest_invoice: invoice.id }))
  account.emit('invoice.created', account.put(invoice))
  finalizeInvoice(account, invoice)
  const complete = account.put({
    ...session,
    status: 'complete' as const,
    payment_status: 'paid' as const,
    subscription: subscription.id,
    invoice: invoice.id,
    url: null,
  })
  account.emit('checkout.session.completed', complete)
  return 'paid'
}

/** What is open and still tried is charged at once. */
export const setCard = (account: Account, customerId: string, card: CardKind): void => {
  const found = account.find('customer', customerId)
  const settings = { ...found.invoice_settings, default_payment_method: cards[card] }
  account.emit('customer.updated', account.put({ ...found, invoice_settings: settings }))
  for (const invoice of account.all('invoice', customerId)) {
    if (invoice.status === 'open' && invoice.next_payment_attempt !== null) chargeInvoice(account, invoice)
  }
}

/** @param invoiceId of an open one. Whether it is paid now. */
export const payInvoice = (account: Account, invoiceId: string): boolean => {
  const invoice = account.find('invoice', invoiceId)
  if (invoice.status === 'open') chargeInvoice(account, invoice)
  return account.find('invoice', invoiceId).status === 'paid'
}
