/**
 * Who may make an account. Not scoped by an organization: an address belongs to a person.
 *
 * AC1  Where people are invited, whoever confirms an address first is let in uninvited, and nobody else, however many try at once. An address that
 *      was never confirmed is nobody's.
 */
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { invitations } from '../schema/members.ts'
import { organizations } from '../schema/organizations.ts'
import { people } from '../schema/people.ts'

/**
 * Why this address may sign up where people are invited: somebody has invited it, or nobody is here yet who has confirmed theirs. `null`: it may
 * not.
 */
export const reasonToExpect = async (db: Database, email: string): Promise<'invited' | 'first' | null> => {
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
    sql`SELECT CASE WHEN EXISTS (${invited}) THEN 'invited'
      WHEN NOT EXISTS (SELECT 1 FROM ${people} WHERE ${people.emailVerified}) THEN 'first' END AS reason`,
  )) as unknown as { readonly rows: readonly { readonly reason: 'invited' | 'first' | null }[] }
  return rows[0]?.reason ?? null
}
