/** What the objects of organizations and endpoints ask of the edge about webhooks. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { EndpointTarget, FailureNotice } from '../../../durable-objects/endpoint/target.ts'
import { unseal } from '../../db/queries/sealing.ts'
import { findWebhook, turnOffWebhook } from '../../db/queries/webhooks.ts'
import type { Env } from '../env.ts'
import { databaseOf } from '../records.ts'
import { configureEndpoint } from './objects.ts'
import { tellOwners } from './owners.ts'

export class Webhooks extends WorkerEntrypoint<Env> implements EndpointTarget {
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
