/** What another plan would cost now, and from when on it would hold. Changes nothing. */
import { type PlanId, plans } from '@syncforge/protocol/plans'
import type { BillingContext } from '../context.ts'
import { rankOf } from '../products.ts'
import type { ChangeAsked, Preview } from '../service.ts'
import { overOf } from './change.ts'
import { priceOf, requireSold } from './checkout.ts'
import { type Current, findCurrent } from './current.ts'

const monthlyCentsOf = (plan: PlanId): number => plans[plan].monthlyCents ?? 0

const upgradeOf = async ({ stripe }: BillingContext, current: Current, plan: PlanId): Promise<Preview> => {
  const { customer, subscription, item, now } = current
  const price = await priceOf(stripe, plan)
  const prorationDate = Math.floor(now / 1_000)
  const invoice = await stripe.invoices.createPreview({
    customer,
    subscription: subscription.id,
    subscription_details: {
      items: [{ id: item.id, price: price.id }],
      proration_behavior: 'always_invoice',
      proration_date: prorationDate,
    },
  })
  return {
    kind: 'upgrade',
    dueNowCents: invoice.amount_due,
    lines: invoice.lines.data.map(({ description, amount }) => ({
      description: description ?? '',
      amountCents: amount,
    })),
    monthlyCents: monthlyCentsOf(plan),
    effectiveAt: now,
    prorationDate,
    over: [],
  }
}

export const preview = async (
  context: BillingContext,
  { organizationId, plan, use }: ChangeAsked,
): Promise<Preview> => {
  if (plan !== 'free') requireSold(plan)
  const current = await findCurrent(context, organizationId)
  const monthlyCents = monthlyCentsOf(plan)
  const plain = { lines: [], monthlyCents, prorationDate: null, over: overOf(plan, use) } as const
  if (!current) {
    if (plan === 'free') return { ...plain, kind: 'none', dueNowCents: 0, effectiveAt: Date.now() }
    const line = { description: `${plans[plan].name}, one month`, amountCents: monthlyCents }
    return { ...plain, kind: 'checkout', dueNowCents: monthlyCents, lines: [line], effectiveAt: Date.now() }
  }
  if (plan === current.plan) return { ...plain, kind: 'none', dueNowCents: 0, effectiveAt: current.now }
  if (rankOf(plan) > rankOf(current.plan)) return upgradeOf(context, current, plan)
  return { ...plain, kind: 'downgrade', dueNowCents: 0, effectiveAt: current.item.current_period_end * 1_000 }
}
