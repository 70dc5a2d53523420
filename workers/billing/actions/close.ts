/** The end of everything that an erased organization has subscribed: nobody is left to cancel it. */
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import { listSubscriptions } from '../state/read.ts'
import { isLiving } from '../state/reading.ts'

export const close = async ({ stripe, db }: BillingContext, organizationId: string): Promise<null> => {
  const customer = (await findBilling(db, organizationId))?.customerId
  if (!customer) return null
  const { subscriptions } = await listSubscriptions(stripe, customer)
  for (const { id } of subscriptions.filter(isLiving)) await stripe.subscriptions.cancel(id)
  return null
}
