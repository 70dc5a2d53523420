/** What somebody hears whose plan does not allow it: rule PL5. */
import { RoomError } from './errors.ts'
import { type HeldPlan, type PlanFeature, type PlanId, planFor, plans, planWith } from './plans.ts'

/** The details of PLAN_LIMIT_EXCEEDED. `liftedBy` is the smallest plan that allows it, `billingUrl` the page where the plan is changed. */
export type PlanLimit = {
  readonly plan: PlanId
  readonly liftedBy: PlanId
  readonly billingUrl?: string
} & (
  | { readonly limit: 'feature'; readonly feature: PlanFeature }
  | { readonly limit: 'people' | 'rooms'; readonly use: number; readonly max: number }
)

type Limited = Pick<HeldPlan, 'id' | 'billingUrl'>

/**
 * The page where an organization's plan is changed.
 *
 * @param origin the address that people open; left out, it is a path of the server's
 * @example billingUrlOf('https://sync.example.com', 'org_1') // 'https://sync.example.com/dashboard/orgs/org_1/billing'
 */
export const billingUrlOf = (origin: string | undefined, organizationId: string): string =>
  `${origin ?? ''}/dashboard/orgs/${organizationId}/billing`

const shared = ({ id, billingUrl }: Limited, liftedBy: PlanId) => ({
  plan: id,
  liftedBy,
  ...(billingUrl === undefined ? {} : { billingUrl }),
})

const refusal = (message: string, details: PlanLimit) =>
  new RoomError('PLAN_LIMIT_EXCEEDED', `${message}; the plan ${plans[details.liftedBy].name} lifts this limit`, details)

/**
 * The refusal of something that needs `feature`.
 *
 * @example throw lacksFeature({ id: 'free' }, 'comments')
 */
export const lacksFeature = (plan: Limited, feature: PlanFeature): RoomError =>
  refusal(`The plan ${plans[plan.id].name} has no ${feature}`, {
    limit: 'feature',
    feature,
    ...shared(plan, planWith(feature)),
  })

/**
 * The refusal of one more.
 *
 * @param use how many there are now
 * @param max how many the plan allows
 * @example throw isFull({ id: 'free' }, 'rooms', 3, 3)
 */
export const isFull = (plan: Limited, limit: 'people' | 'rooms', use: number, max: number): RoomError =>
  refusal(
    limit === 'rooms'
      ? `The plan ${plans[plan.id].name} allows ${max} rooms, and there are ${use}`
      : `The plan ${plans[plan.id].name} allows ${max} people a month, and there were ${use}`,
    { limit, use, max, ...shared(plan, planFor(limit, Math.max(use, max) + 1)) },
  )
