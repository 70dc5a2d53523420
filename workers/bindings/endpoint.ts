/** The objects of webhook endpoints, and what each is told of itself. */
import { RoomError } from '@syncforge/protocol/errors'
import type { EndpointSettings, EndpointStub, SealedSecret } from '../../durable-objects/endpoint/admission.ts'
import type { Webhook } from '../db/queries/webhooks.ts'
import { describeError, log } from '../log.ts'
import type { Env } from './env.ts'

export const endpointObject = (env: Env, webhookId: string): EndpointStub => env.ENDPOINT.getByName(webhookId)

const secretsOf = ({ signingSecret, previousSigningSecret, previousEndsAt }: Webhook): readonly SealedSecret[] => [
  { sealed: signingSecret, endsAt: null },
  ...(previousSigningSecret === null || previousEndsAt === null
    ? []
    : [{ sealed: previousSigningSecret, endsAt: previousEndsAt.getTime() }]),
]

export const settingsOf = (webhook: Webhook): EndpointSettings => ({
  organizationId: webhook.organizationId,
  webhookId: webhook.id,
  url: webhook.url,
  secrets: secretsOf(webhook),
  debounceMs: webhook.debounceMs,
  isEnabled: webhook.isEnabled,
  revision: webhook.revision,
})

/** Tells an endpoint's object how it is to be. @throws RoomError UNAVAILABLE */
export const configureEndpoint = async (env: Env, webhook: Webhook): Promise<void> =>
  reachEndpoint(() => endpointObject(env, webhook.id).configure(settingsOf(webhook)))

/** @throws RoomError UNAVAILABLE when the object does not answer */
export const reachEndpoint = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    log('error', describeError(error))
    throw new RoomError('UNAVAILABLE', 'The endpoint cannot be reached right now', { retryAfterMs: 1_000 })
  }
}
