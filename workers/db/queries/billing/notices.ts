/** Letters about payments that failed: one for each try of an invoice, sent once, to the owners. */
import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { billingNotices } from '../../schema/billing.ts'
import { members } from '../../schema/members.ts'
import { organizations } from '../../schema/organizations.ts'
import { people } from '../../schema/people.ts'

export interface Notice {
  readonly organizationId: string
  readonly invoiceId: string
  readonly attempt: number
}

/** Who began to send it and does not say that it is sent has been cut off. */
const claimedForSeconds = 120

/** Whether this call is to send it: nobody has, and nobody else is at it. */
export const claimNotice = async (db: Database, notice: Notice): Promise<boolean> => {
  const isLeft = sql`${billingNotices.sentAt} IS NULL AND ${billingNotices.claimedAt} < now() - ${claimedForSeconds} * interval '1 second'`
  const claimed = await db
    .insert(billingNotices)
    .values(notice)
    .onConflictDoUpdate({
      target: [billingNotices.invoiceId, billingNotices.attempt],
      set: { claimedAt: sql`now()` },
      setWhere: isLeft,
    })
    .returning({ attempt: billingNotices.attempt })
  return claimed.length > 0
}

export const noticeSent = async (db: Database, { organizationId, invoiceId, attempt }: Notice): Promise<void> => {
  await db
    .update(billingNotices)
    .set({ sentAt: sql`now()` })
    .where(
      and(
        eq(billingNotices.organizationId, organizationId),
        eq(billingNotices.invoiceId, invoiceId),
        eq(billingNotices.attempt, attempt),
      ),
    )
}

/** The organization's name, and where its owners read mail. */
export const ownersOf = async (
  db: Database,
  organizationId: string,
): Promise<{ readonly organization: string; readonly emails: readonly string[] }> => {
  const found = await db
    .select({ organization: organizations.name, email: people.email })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .innerJoin(people, eq(people.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(members.role, 'owner')))
  return { organization: found[0]?.organization ?? '', emails: found.map(({ email }) => email) }
}
