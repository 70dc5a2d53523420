/** What an organization's plan allows: asked where something needs it, and told to its open rooms when it is another. */
import { lacksFeature } from '@syncforge/protocol/plan-limits'
import { type PlanFeature, planHas } from '@syncforge/protocol/plans'
import type { Context } from 'hono'
import type { Env } from '../../bindings/env.ts'
import { planOf, tellPlan } from '../../bindings/plan.ts'
import type { EdgeEnv } from '../env.ts'
import { forgetOrganization, organizationOf } from '../records.ts'

/**
 * Refuses a caller whose organization's plan has no `feature`: rule PL1. For requests that change something; what is there is read on every plan.
 *
 * @throws RoomError PLAN_LIMIT_EXCEEDED
 * @example await requireFeature(c, 'webhooks')
 */
export const requireFeature = async (c: Context<EdgeEnv>, feature: PlanFeature): Promise<void> => {
  const plan = planOf(c.env, await organizationOf(c))
  if (!planHas(plan.id, feature)) throw lacksFeature(plan, feature)
}

/** The plan of an organization was written: what remembers the earlier one here forgets it, and open rooms are told. @see tellPlan */
export const planChanged = async (env: Env, organizationId: string): Promise<void> => {
  forgetOrganization(organizationId)
  await tellPlan(env, organizationId)
}
