/** Finds who is signed in. Not scoped by an organization: the session tells the person, and the membership is looked up beside it. */
import type { Role } from '@syncforge/protocol/rights'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { members } from '../schema/members.ts'
import { organizations } from '../schema/organizations.ts'
import { people, sessions } from '../schema/people.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
}

export interface Membership {
  readonly role: Role
  /** Set: the organization was deleted and can be brought back. */
  readonly deletedAt: Date | null
}

export interface Session {
  readonly person: Person
  /** The organization that the request is about; it may not exist. */
  readonly organizationId: string | null
  /** `null` for somebody who does not belong to that organization. */
  readonly membership: Membership | null
}

/** Session, person and role in one statement. A session that has ended is none. */
export const findSession = async (
  db: Database,
  token: string,
  organizationId: string | null,
): Promise<Session | undefined> => {
  const [found] = await db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      emailVerified: people.emailVerified,
      role: members.role,
      deletedAt: organizations.deletedAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.userId))
    .leftJoin(members, and(eq(members.userId, people.id), eq(members.organizationId, sql`${organizationId}`)))
    .leftJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, sql`now()`)))
  if (!found) return undefined
  const { role, deletedAt, ...person } = found
  return { person, organizationId, membership: role === null ? null : { role, deletedAt } }
}
