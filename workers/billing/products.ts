/**
 * Plans as Stripe knows them. What is sold is found by a look-up key, which moves to a new price when the amount changes; what somebody has bought is
 * told by its product, whose id we chose: those who stay on an old price keep their plan.
 */
import { type PlanId, planIds, plans } from '@syncforge/protocol/plans'
import type Stripe from 'stripe'

/** Free costs nothing, and Enterprise is agreed with each customer. */
export const sold = planIds.filter((plan) => (plans[plan].monthlyCents ?? 0) > 0)

export const productIdOf = (plan: PlanId): string => `syncforge_${plan}`
export const lookupKeyOf = (plan: PlanId): string => `syncforge_${plan}_monthly`

/** @example planOfProduct('syncforge_pro') // 'pro' */
export const planOfProduct = (product: string): PlanId | undefined => sold.find((plan) => productIdOf(plan) === product)

/** An id, also where Stripe sends the object itself. */
export const idOf = (reference: string | { readonly id: string }): string =>
  typeof reference === 'string' ? reference : reference.id

/** The plan of a subscription: that of the most expensive of its items; `undefined` for what is none of ours. */
export const planOf = ({ items }: Stripe.Subscription): PlanId | undefined => {
  const found = items.data.map(({ price }) => planOfProduct(idOf(price.product)))
  return planIds.findLast((plan) => found.includes(plan))
}

/** From the smallest to the largest. */
export const rankOf = (plan: PlanId): number => planIds.indexOf(plan)
