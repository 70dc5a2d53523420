/** Who belongs to an organization, in which role. Every query takes the organization first. Triggers keep an owner, and owners above admins. */
import type { Role } from '@syncforge/protocol/rights'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { members } from '../../schema/members.ts'
import { people } from '../../schema/people.ts'
import type { Position } from '../position.ts'

export interface MemberRecord {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly image: string | null
  readonly role: Role
  readonly createdAt: Date
}

const memberColumns = {
  id: members.id,
  userId: members.userId,
  name: people.name,
  email: people.email,
  image: people.image,
  role: members.role,
  createdAt: members.createdAt,
}

const one = (organizationId: string, userId: string) =>
  and(eq(members.organizationId, organizationId), eq(members.userId, userId))

/** In the order in which they joined. */
export const listMembers = (
  db: Database,
  organizationId: string,
  limit: number,
  after?: Position,
): Promise<MemberRecord[]> =>
  db
    .select(memberColumns)
    .from(members)
    .innerJoin(people, eq(people.id, members.userId))
    .where(
      and(
        eq(members.organizationId, organizationId),
        after &&
          sql`(${members.createdAt}, ${members.id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(asc(members.createdAt), asc(members.id))
    .limit(limit)

/** Whom mail about the organization itself goes to. */
export const listOwnerEmails = async (db: Database, organizationId: string): Promise<readonly string[]> => {
  const owners = await db
    .select({ email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(members.role, 'owner')))
    .orderBy(asc(members.createdAt), asc(members.id))
  return owners.map(({ email }) => email)
}

export const findMember = async (
  db: Database,
  organizationId: string,
  userId: string,
): Promise<MemberRecord | undefined> => {
  const [found] = await db
    .select(memberColumns)
    .from(members)
    .innerJoin(people, eq(people.id, members.userId))
    .where(one(organizationId, userId))
  return found
}

/** Whether there is such a member. Rejects by `members_keep_an_owner`, `members_owners_only` and `members_no_raise`. */
export const changeRole = async (
  db: Database,
  organizationId: string,
  userId: string,
  role: Role,
): Promise<boolean> => {
  const changed = await db
    .update(members)
    .set({ role })
    .where(one(organizationId, userId))
    .returning({ id: members.id })
  return changed.length === 1
}

/** Whether there was such a member. Rejects by `members_keep_an_owner` and `members_owners_only`. */
export const removeMember = async (db: Database, organizationId: string, userId: string): Promise<boolean> => {
  const removed = await db.delete(members).where(one(organizationId, userId)).returning({ id: members.id })
  return removed.length === 1
}
