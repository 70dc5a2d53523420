/** Mail to the owners of an organization about an endpoint that cannot be reached. */
import type { FailureNotice } from '../../durable-objects/endpoint/target.ts'
import type { Env } from '../bindings/env.ts'
import type { Webhook } from '../db/queries/webhooks.ts'
import { describeError, log } from '../log.ts'
import { webhookLetter } from '../mail/webhook-letters.ts'
import { mailOwners, pageOf } from './mail-owners.ts'

/** One that cannot be sent is logged: the endpoint's page says the same. */
export const tellOwners = async (env: Env, webhook: Webhook, { what, since }: FailureNotice): Promise<void> => {
  const { organizationId, id, url } = webhook
  await mailOwners(env, organizationId, (to, found) =>
    webhookLetter({
      to,
      organization: found?.name ?? organizationId,
      host: new URL(url).host,
      what,
      since: new Date(since),
      url: pageOf(env, found, `webhooks/${id}`),
    }),
  ).catch((error: unknown) => log('error', describeError(error)))
}
