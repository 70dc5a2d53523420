/** Where an organization's object reads which webhook endpoints there are, and where it hands events over. */
import type { WebhookType } from '@syncforge/protocol/webhooks'
import type { EndpointSettings, EndpointStub } from '../../endpoint/admission.ts'

/** An endpoint, and what it is to hear: what the plan does not allow is left out already. */
export interface Subscription {
  readonly settings: EndpointSettings
  readonly types: readonly WebhookType[]
  /** Of rooms whose id begins so; empty: of all. */
  readonly roomPrefix: string
}

export interface SubscriptionSource {
  subscriptions(organizationId: string): Promise<readonly Subscription[]>
}

type OrganizationEndpoint = Pick<EndpointStub, 'configure' | 'take' | 'miss'>

interface Exports {
  readonly exports?: {
    readonly Webhooks?: SubscriptionSource
    readonly Endpoint?: { getByName(name: string): OrganizationEndpoint }
  }
}

/** The worker's own entry point `Webhooks`; a worker without one has no endpoints. */
export const subscriptionSourceOf = (state: DurableObjectState): SubscriptionSource | undefined =>
  (state as Exports).exports?.Webhooks

export const endpointOf = (state: DurableObjectState, webhookId: string): OrganizationEndpoint => {
  const endpoint = (state as Exports).exports?.Endpoint?.getByName(webhookId)
  if (endpoint === undefined) throw new Error('this worker has no endpoints')
  return endpoint
}
