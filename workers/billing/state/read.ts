/** Reads everything that counts about a customer at Stripe, and Stripe's clock with it. */
import type Stripe from 'stripe'
import { idOf, planOfProduct } from '../products.ts'
import { isMissing } from '../stripe.ts'
import { currentOf, type Seen } from './reading.ts'

/** More than one lives by mistake only; what is over adds up, and the newest come first. */
const subscriptionsMax = 100
const invoicesMax = 100

/** Stripe's clock, or ours where it says nothing: that of a stand-in can be moved. */
const clockOf = ({ lastResponse }: { readonly lastResponse: { readonly headers: unknown } }): number => {
  // Its types tell of an object; with fetch it is what fetch gives.
  const { headers } = lastResponse
  const told = Date.parse((headers instanceof Headers && headers.get('date')) || '')
  return Number.isNaN(told) ? Date.now() : told
}

/** What a subscription becomes by its schedule: the first plan of ours that begins later. */
const scheduledOf = async (
  stripe: Stripe,
  { schedule }: Stripe.Subscription,
  now: number,
): Promise<Seen['scheduled']> => {
  if (schedule === null) return null
  const { phases } = await stripe.subscriptionSchedules.retrieve(idOf(schedule), { expand: ['phases.items.price'] })
  for (const { start_date: at, items } of phases) {
    const price = items[0]?.price
    if (at * 1_000 <= now || price === undefined || typeof price === 'string' || price.deleted) continue
    const plan = planOfProduct(idOf(price.product))
    if (plan !== undefined) return { plan, at }
  }
  return null
}

/** All subscriptions of a customer; none of one who was deleted. */
export const listSubscriptions = async (stripe: Stripe, customer: string) => {
  try {
    const page = await stripe.subscriptions.list({ customer, status: 'all', limit: subscriptionsMax })
    return { subscriptions: page.data, now: clockOf(page) }
  } catch (error) {
    if (isMissing(error)) return { subscriptions: [], now: Date.now() }
    throw error
  }
}

export const readCustomer = async (stripe: Stripe, customer: string): Promise<Seen> => {
  const { subscriptions, now } = await listSubscriptions(stripe, customer)
  const current = currentOf(subscriptions)
  const owes = current?.status === 'past_due'
  const open = owes ? (await stripe.invoices.list({ customer, status: 'open', limit: invoicesMax })).data : []
  const scheduled = current === undefined ? null : await scheduledOf(stripe, current, now)
  return { subscriptions, open, scheduled, now }
}
