/** What somebody hears whose plan does not allow it: rule PL5. */
import { RoomError } from './errors.ts'
import { type PlanFeature, type PlanId, planFor, plans, planWith } from './plans.ts'

/** The details of PLAN_LIMIT_EXCEEDED. `liftedBy` is the smallest plan that allows it. */
export type PlanLimit =
  | { readonly limit: 'feature'; readonly feature: PlanFeature; readonly plan: PlanId; readonly liftedBy: PlanId }
  | {
      readonly limit: 'people' | 'rooms'
      readonly use: number
      readonly max: number
      readonly plan: PlanId
      readonly liftedBy: PlanId
    }

const refusal = (message: string, details: PlanLimit) =>
  new RoomError('PLAN_LIMIT_EXCEEDED', `${message}; the plan ${plans[details.liftedBy].name} lifts this limit`, details)

/**
 * The refusal of something that needs `feature`.
 *
 * @example throw lacksFeature('free', 'comments')
 */
export const lacksFeature = (plan: PlanId, feature: PlanFeature): RoomError =>
  refusal(`The plan ${plans[plan].name} has no ${feature}`, {
    limit: 'feature',
    feature,
    plan,
    liftedBy: planWith(feature),
  })

/**
 * The refusal of one more.
 *
 * @param use how many there are now
 * @param max how many the plan allows
 * @example throw isFull('free', 'rooms', 3, 3)
 */
export const isFull = (plan: PlanId, limit: 'people' | 'rooms', use: number, max: number): RoomError =>
  refusal(
    limit === 'rooms'
      ? `The plan ${plans[plan].name} allows ${max} rooms, and there are ${use}`
      : `The plan ${plans[plan].name} allows ${max} people a month, and there were ${use}`,
    { limit, use, max, plan, liftedBy: planFor(limit, Math.max(use, max) + 1) },
  )
