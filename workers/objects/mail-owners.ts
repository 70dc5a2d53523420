/** Mail to the owners of an organization, and the addresses of its pages that such mail leads to. */

import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { listOwnerEmails } from '../db/queries/organizations/members.ts'
import { findOrganization, type OrganizationRecord } from '../db/queries/organizations/organizations.ts'
import { describeError, log } from '../log.ts'
import type { Mail } from '../mail/mail.ts'
import { openMail } from '../mail/open.ts'

/** The address of one of the organization's pages; `null` where nobody has told the server its own. @example pageOf(env, found, 'billing') */
export const pageOf = ({ PUBLIC_URL }: Env, found: OrganizationRecord | undefined, page: string): string | null =>
  PUBLIC_URL === undefined || found === undefined ? null : `${PUBLIC_URL}/dashboard/orgs/${found.slug}/${page}`

/** Writes to each owner. Rejects when there are some and none could be written to: told again by a repetition, the others would have it twice. */
export const mailOwners = async (
  env: Env,
  organizationId: string,
  write: (to: string, organization: OrganizationRecord | undefined) => Mail,
): Promise<void> => {
  const db = databaseOf(env)
  const [organization, owners] = await Promise.all([
    findOrganization(db, organizationId),
    listOwnerEmails(db, organizationId),
  ])
  const send = openMail(env, db)
  const ends = await Promise.allSettled(owners.map((to) => send(write(to, organization))))
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  for (const error of failed) log('error', describeError(error))
  if (owners.length > 0 && failed.length === owners.length) throw failed[0]
}
