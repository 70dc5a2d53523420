/** What the objects of organizations and endpoints ask about webhooks. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { type PlanId, planHas } from '@syncforge/protocol/plans'
import { isAccountType, type WebhookType, webhookTypes } from '@syncforge/protocol/webhooks'
import type { EndpointTarget, FailureNotice } from '../../durable-objects/endpoint/target.ts'
import type { Subscription, SubscriptionSource } from '../../durable-objects/organization/webhooks/target.ts'
import { databaseOf } from '../bindings/database.ts'
import { configureEndpoint, settingsOf } from '../bindings/endpoint.ts'
import type { Env } from '../bindings/env.ts'
import { findOrganization } from '../db/queries/organizations/organizations.ts'
import { unseal } from '../db/queries/sealing.ts'
import { findWebhook, listWebhooks, turnOffWebhook, type Webhook } from '../db/queries/webhooks.ts'
import { tellOwners } from './failing-webhooks.ts'

/** What an endpoint hears on this plan. Limits take no endpoint away: it hears of the account alone, until the plan has more. */
const typesOf = ({ events }: Webhook, plan: PlanId): readonly WebhookType[] => {
  const asked: readonly WebhookType[] = webhookTypes.filter((type) => events.includes('*') || events.includes(type))
  return planHas(plan, 'webhooks') ? asked : asked.filter(isAccountType)
}

export class Webhooks extends WorkerEntrypoint<Env> implements EndpointTarget, SubscriptionSource {
  async subscriptions(organizationId: string): Promise<readonly Subscription[]> {
    const db = databaseOf(this.env)
    const [organization, found] = await Promise.all([
      findOrganization(db, organizationId),
      listWebhooks(db, organizationId),
    ])
    const { plan = 'free' } = organization ?? {}
    return found.map((webhook) => ({
      settings: settingsOf(webhook),
      types: typesOf(webhook, plan),
      roomPrefix: webhook.roomPrefix,
    }))
  }

  async unseal(webhookId: string, sealed: readonly string[]): Promise<readonly (Uint8Array<ArrayBuffer> | null)[]> {
    return Promise.all(sealed.map((text) => unseal(this.env.KEYS_SECRET, webhookId, text)))
  }

  async notice(notice: FailureNotice): Promise<void> {
    const { organizationId, webhookId, what } = notice
    const db = databaseOf(this.env)
    const webhook =
      what === 'warning'
        ? await findWebhook(db, organizationId, webhookId)
        : await turnOffWebhook(db, organizationId, webhookId, what)
    // Deleted, or turned off by somebody, in between.
    if (webhook === undefined) return
    if (what !== 'warning') await configureEndpoint(this.env, webhook)
    await tellOwners(this.env, webhook, notice)
  }
}
