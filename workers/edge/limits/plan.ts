/** What an organization's plan allows: asked where something needs it, and told to its open rooms when it is another. */
import { lacksFeature } from '@syncforge/protocol/plan-limits'
import { type PlanFeature, planHas } from '@syncforge/protocol/plans'
import type { Context } from 'hono'
import { findOrganization } from '../../db/queries/organizations/organizations.ts'
import type { EdgeEnv, Env } from '../env.ts'
import { organizationObject } from '../live/organization.ts'
import { databaseOf, forgetOrganization, organizationOf, planOf } from '../records.ts'

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

/**
 * The plan of an organization was written: what remembers the earlier one here forgets it, and open rooms are told (rule PL2). Again is as good
 * as once, in any order. Rejects when the organization's object cannot be reached: whoever comes next brings the new plan along.
 */
export const tellPlan = async (env: Env, organizationId: string): Promise<void> => {
  forgetOrganization(organizationId)
  const organization = await findOrganization(databaseOf(env), organizationId)
  if (organization) await organizationObject(env, organizationId).changePlan(organizationId, planOf(env, organization))
}
