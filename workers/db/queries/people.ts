/** Who may make an account. Not scoped by an organization: an address belongs to a person. */
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { invitations } from '../schema/members.ts'
import { organizations } from '../schema/organizations.ts'
import { people } from '../schema/people.ts'

/** Whether somebody has invited this address, or there is nobody here yet. */
export const isExpected = async (db: Database, email: string): Promise<boolean> => {
  const invited = db
    .select({ id: invitations.id })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .where(
      and(
        eq(invitations.email, email.toLowerCase()),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, sql`now()`),
        sql`${organizations.deletedAt} IS NULL`,
      ),
    )
  const { rows } = (await db.execute(
    sql`SELECT EXISTS (${invited}) OR NOT EXISTS (SELECT 1 FROM ${people}) AS expected`,
  )) as unknown as { readonly rows: readonly { readonly expected: boolean }[] }
  return rows[0]?.expected ?? false
}
