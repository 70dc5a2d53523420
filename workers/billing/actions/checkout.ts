/** Sends an organization without a subscription to Stripe's checkout. The one that was open before is closed: two could both be paid. */
import { RoomError } from '@syncforge/protocol/errors'
import type { PlanId } from '@syncforge/protocol/plans'
import Stripe from 'stripe'
import { openBilling, swapCheckout } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import { lookupKeyOf, sold } from '../products.ts'
import type { Buyer } from '../service.ts'
import { listSubscriptions } from '../state/read.ts'
import { isLiving } from '../state/reading.ts'
import { customerFor } from './customer.ts'

/** @throws RoomError VALIDATION_ERROR */
export const requireSold = (plan: PlanId): void => {
  if (sold.includes(plan)) return
  const message = plan === 'enterprise' ? 'Enterprise is agreed with each customer: write to us' : 'Free is not bought'
  throw new RoomError('VALIDATION_ERROR', message, [{ path: 'plan', message: `is one of ${sold.join(', ')}` }])
}

export const priceOf = async (stripe: Stripe, plan: PlanId): Promise<Stripe.Price> => {
  const found = await stripe.prices.list({ lookup_keys: [lookupKeyOf(plan)], active: true, limit: 1 })
  const [price] = found.data
  if (!price) throw new Error(`no price at Stripe has the look-up key ${lookupKeyOf(plan)}: npm run stripe:setup`)
  return price
}

/** One that has ended meanwhile needs no end. */
const expire = async (stripe: Stripe, checkoutId: string): Promise<void> => {
  try {
    await stripe.checkout.sessions.expire(checkoutId)
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
  }
}

export const checkout = async (context: BillingContext, buyer: Buyer, plan: PlanId) => {
  requireSold(plan)
  const { stripe, db } = context
  const { organizationId, page } = buyer
  const row = await openBilling(db, organizationId, page)
  const customer = await customerFor(context, buyer, row.customerId)
  const { subscriptions } = await listSubscriptions(stripe, customer)
  if (subscriptions.some(isLiving)) {
    throw new RoomError('SUBSCRIPTION_EXISTS', 'There is a subscription already: change it instead of buying another')
  }
  const price = await priceOf(stripe, plan)
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    client_reference_id: organizationId,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: `${page}?checkout={CHECKOUT_SESSION_ID}`,
    cancel_url: page,
    automatic_tax: { enabled: true },
    tax_id_collection: { enabled: true },
    billing_address_collection: 'required',
    // Without these a customer who is known already is refused: tax needs an address, a tax id a name.
    customer_update: { address: 'auto', name: 'auto' },
    subscription_data: { metadata: { organization: organizationId } },
  })
  const before = await swapCheckout(db, organizationId, session.id)
  if (before !== null) await expire(stripe, before)
  if (session.url === null) throw new Error(`checkout ${session.id} has no address`)
  return { url: session.url }
}
