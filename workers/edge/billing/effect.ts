/** The one place where a plan that was written takes effect: what remembers the one before forgets it, open rooms are told, and the next look at Stripe is set. */
import type { PlanEffect } from '../../billing/service.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { describeError, log } from '../../log.ts'
import { planChanged } from '../limits/plan.ts'

/** Again is as good as once. Rejects when the organization's object cannot be reached. */
export const takeEffect = async (env: Env, { organizationId, refreshInMs }: PlanEffect): Promise<void> => {
  const at = refreshInMs === null ? null : Date.now() + refreshInMs
  await organizationObject(env, organizationId).refreshBillingAt(organizationId, at)
  await planChanged(env, organizationId)
}

/** The same for somebody who waits: what was paid for is written, and Stripe's event sees to what could not be told. */
export const takeEffectNow = async (env: Env, effect: PlanEffect, requestId: string): Promise<void> => {
  try {
    await takeEffect(env, effect)
  } catch (error) {
    log('error', { requestId, billing: 'told late', organizationId: effect.organizationId, ...describeError(error) })
  }
}
