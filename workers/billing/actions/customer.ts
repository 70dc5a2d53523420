/** The customer at Stripe that stands for an organization: one, however many tabs ask for it at once. */
import { keepCustomer } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import type { Buyer } from '../service.ts'
import { isMissing } from '../stripe.ts'

const lives = async ({ stripe }: BillingContext, customerId: string): Promise<boolean> => {
  try {
    return (await stripe.customers.retrieve(customerId)).deleted !== true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** @param known the customer that the organization had so far */
export const customerFor = async (context: BillingContext, buyer: Buyer, known: string | null): Promise<string> => {
  if (known !== null && (await lives(context, known))) return known
  const { organizationId, organization, email } = buyer
  const { id } = await context.stripe.customers.create(
    { metadata: { organization: organizationId } },
    // Two tabs at once are given the same one. Whoever deleted a customer gets another.
    { idempotencyKey: `customer:${organizationId}:${known ?? 'first'}` },
  )
  // Not in the call above: under one key Stripe takes one and the same request only, and names change.
  await context.stripe.customers.update(id, { name: organization, ...(email === null ? {} : { email }) })
  return keepCustomer(context.db, organizationId, id, known)
}
