/** Stripe's own pages for cards, addresses and invoices. Their address is a key to them: it is handed on, never kept or logged. */
import { RoomError } from '@syncforge/protocol/errors'
import type Stripe from 'stripe'
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import type { Asked } from '../service.ts'

/** What tells our configuration from others of the account. */
export const portalMark = { syncforge: 'portal' } as const

const ours = async (stripe: Stripe): Promise<string | undefined> => {
  const { data } = await stripe.billingPortal.configurations.list({ active: true, limit: 100 })
  return data.find(({ metadata }) => metadata?.syncforge === portalMark.syncforge)?.id
}

export const portal = async ({ stripe, db }: BillingContext, { organizationId, page }: Asked) => {
  const customer = (await findBilling(db, organizationId))?.customerId
  if (!customer) {
    throw new RoomError('NO_SUBSCRIPTION', 'Nothing was ever bought here: there are no cards and no invoices')
  }
  // An account that was not set up has its own default.
  const configuration = await ours(stripe)
  const { url } = await stripe.billingPortal.sessions.create({
    customer,
    return_url: page,
    ...(configuration === undefined ? {} : { configuration }),
  })
  return { url }
}
