/** What an organization pays for, as objects are told it. */
import { billingUrlOf } from '@syncforge/protocol/plan-limits'
import type { HeldPlan } from '@syncforge/protocol/plans'
import { findOrganization, type OrganizationRecord } from '../db/queries/organizations/organizations.ts'
import { databaseOf } from './database.ts'
import type { Env } from './env.ts'
import { organizationObject } from './organization.ts'

/** The plan of an organization. */
export const planOf = ({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>, organization: OrganizationRecord): HeldPlan => ({
  id: organization.plan,
  revision: organization.planRevision,
  billingUrl: billingUrlOf(PUBLIC_URL, organization.id),
})

/**
 * Tells an organization's open rooms which plan it has now (rule PL2). Again is as good as once, in any order. Rejects when the organization's
 * object cannot be reached: whoever comes next brings the new plan along.
 */
export const tellPlan = async (env: Env, organizationId: string): Promise<void> => {
  const organization = await findOrganization(databaseOf(env), organizationId)
  if (organization) await organizationObject(env, organizationId).changePlan(organizationId, planOf(env, organization))
}
