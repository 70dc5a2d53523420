/** How webhook endpoints are doing, and that there are others now. */
import type { EndpointStatus } from '../../../durable-objects/endpoint/admission.ts'
import { endpointObject } from '../../bindings/endpoint.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { describeError, log } from '../../log.ts'
import { withinTime } from '../within-time.ts'

const statusTimeoutMs = 1_000

/** How it goes, or `null` when the object does not say so in time: a list is worth having without. */
export const statusOf = async (env: Env, webhookId: string): Promise<EndpointStatus | null> => {
  try {
    return await withinTime(endpointObject(env, webhookId).status(), statusTimeoutMs)
  } catch (error) {
    log('error', describeError(error))
    return null
  }
}

/** The organization's object reads its endpoints anew; when it cannot be told it does so by itself, minutes later. */
export const webhooksChanged = async (env: Env, organizationId: string): Promise<void> => {
  try {
    await organizationObject(env, organizationId).webhooksChanged(organizationId)
  } catch (error) {
    log('error', describeError(error))
  }
}
