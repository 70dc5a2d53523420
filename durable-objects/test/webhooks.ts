/** For tests in workerd: what objects ask of the edge about webhooks, without the edge. A test says which endpoints there are, and sees whom it would have told. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Outcome } from '../../workers/courier/index.ts'
import type { EndpointTarget, FailureNotice } from '../endpoint/target.ts'
import type { Subscription, SubscriptionSource } from '../organization/webhooks/target.ts'

const listening = new Map<string, readonly Subscription[]>()
const noticed = new Map<string, FailureNotice[]>()

export const listenTo = (organizationId: string, subscriptions: readonly Subscription[]): void => {
  listening.set(organizationId, subscriptions)
}

/** What the owners would have read of an endpoint. */
export const noticesOf = (webhookId: string): FailureNotice[] => {
  const known = noticed.get(webhookId) ?? []
  noticed.set(webhookId, known)
  return known
}

/** Reaches nobody. */
export class Courier extends WorkerEntrypoint {
  async send(): Promise<Outcome> {
    return { error: 'nobody is there' }
  }
}

export class Webhooks extends WorkerEntrypoint implements EndpointTarget, SubscriptionSource {
  async subscriptions(organizationId: string): Promise<readonly Subscription[]> {
    return listening.get(organizationId) ?? []
  }

  async unseal(_webhookId: string, sealed: readonly string[]): Promise<readonly (Uint8Array<ArrayBuffer> | null)[]> {
    return sealed.map(() => new Uint8Array(32).fill(7))
  }

  async notice(notice: FailureNotice): Promise<void> {
    noticesOf(notice.webhookId).push(notice)
  }
}
