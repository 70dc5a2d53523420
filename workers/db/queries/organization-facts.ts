/** What happened to an organization outside of its rooms, until its object has taken it. Written in the transaction of what it tells of. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { organizationFacts } from '../schema/usage.ts'

const PAGE = 100

/** The oldest, in order. */
export const listOrganizationFacts = (db: Database, organizationId: string) =>
  db
    .select({
      id: organizationFacts.id,
      kind: organizationFacts.kind,
      body: organizationFacts.body,
      at: organizationFacts.at,
    })
    .from(organizationFacts)
    .where(eq(organizationFacts.organizationId, organizationId))
    .orderBy(asc(organizationFacts.sequence))
    .limit(PAGE)

export const dropOrganizationFacts = async (
  db: Database,
  organizationId: string,
  ids: readonly string[],
): Promise<void> => {
  await db
    .delete(organizationFacts)
    .where(and(eq(organizationFacts.organizationId, organizationId), inArray(organizationFacts.id, [...ids])))
}
