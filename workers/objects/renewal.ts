/** Looks at Stripe without having been told anything: once a day while somebody pays, and when a grace ends. Reached by organizations' own objects only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RenewalTarget } from '../../durable-objects/organization/renewal.ts'
import type { Env } from '../bindings/env.ts'
import { tellPlan } from '../bindings/plan.ts'

export class Renewal extends WorkerEntrypoint<Env> implements RenewalTarget {
  async refresh(organizationId: string): Promise<number | null> {
    const answer = await this.env.BILLING.refresh(organizationId)
    if (!answer.ok) throw new Error(answer.error.message)
    await tellPlan(this.env, organizationId)
    const refreshInMs = answer.reply?.refreshInMs ?? null
    return refreshInMs === null ? null : Date.now() + refreshInMs
  }
}
