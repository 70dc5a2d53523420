/** Which organizations were deleted, as accounts ask: by id, by slug, by an invitation into them. */
import { and, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { invitations } from '../../schema/members.ts'
import { organizations } from '../../schema/organizations.ts'

export interface Named {
  readonly id?: string | undefined
  readonly slug?: string | undefined
  readonly invitationId?: string | undefined
}

/** Whether one of those that are named was deleted. */
export const isDeletedOrganization = async (db: Database, { id, slug, invitationId }: Named): Promise<boolean> => {
  const ofInvitation = db
    .select({ id: invitations.organizationId })
    .from(invitations)
    .where(eq(invitations.id, invitationId ?? ''))
  const named = [
    id === undefined ? undefined : eq(organizations.id, id),
    slug === undefined ? undefined : eq(organizations.slug, slug),
    invitationId === undefined ? undefined : inArray(organizations.id, ofInvitation),
  ]
  const found = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(or(...named), isNotNull(organizations.deletedAt)))
    .limit(1)
  return found.length > 0
}

/** Those of `ids` that were deleted. */
export const deletedAmong = async (db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const found = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(inArray(organizations.id, [...ids]), isNotNull(organizations.deletedAt)))
  return new Set(found.map(({ id }) => id))
}
