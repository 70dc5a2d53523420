/** Mail to the owners of an organization about an endpoint that cannot be reached. */
import type { FailureNotice } from '../../../durable-objects/endpoint/target.ts'
import { listOwnerEmails } from '../../db/queries/organizations/members.ts'
import { findOrganization } from '../../db/queries/organizations/organizations.ts'
import type { Webhook } from '../../db/queries/webhooks.ts'
import { describeError, log } from '../../log.ts'
import { openMail } from '../../mail/open.ts'
import { webhookLetter } from '../../mail/webhook-letters.ts'
import type { Env } from '../env.ts'
import { databaseOf } from '../records.ts'

const pageOf = ({ PUBLIC_URL }: Env, slug: string | undefined, id: string): string | null =>
  PUBLIC_URL === undefined || slug === undefined ? null : `${PUBLIC_URL}/dashboard/orgs/${slug}/webhooks/${id}`

export const tellOwners = async (env: Env, webhook: Webhook, { what, since }: FailureNotice): Promise<void> => {
  const db = databaseOf(env)
  const { organizationId, id, url } = webhook
  const [organization, owners] = await Promise.all([
    findOrganization(db, organizationId),
    listOwnerEmails(db, organizationId),
  ])
  const send = openMail(env, db)
  const letter = {
    organization: organization?.name ?? organizationId,
    host: new URL(url).host,
    what,
    since: new Date(since),
    url: pageOf(env, organization?.slug, id),
  }
  for (const to of owners) {
    // Told again by a repetition, the others would have it twice.
    await send(webhookLetter({ to, ...letter })).catch((error: unknown) => log('error', describeError(error)))
  }
}
