/** Invitations by e-mail. An address has one per organization that waits; accepting is one statement, so that it happens once. */
import type { Role } from '@syncforge/protocol/rights'
import { and, count, desc, eq, exists, gt, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { invitations, members } from '../../schema/members.ts'
import { organizations } from '../../schema/organizations.ts'
import { people } from '../../schema/people.ts'
import type { Position } from '../position.ts'

/** As they are stored, and `expired` for one that waited too long. */
export const invitationStates = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const
export type InvitationState = (typeof invitationStates)[number]

export interface InvitationRecord {
  readonly id: string
  readonly organizationId: string
  readonly email: string
  readonly role: Role
  readonly status: InvitationState
  readonly inviterId: string
  readonly inviterName: string
  readonly expiresAt: Date
  readonly sentAt: Date
  readonly createdAt: Date
}

export interface NewInvitation {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly inviterId: string
  readonly expiresAt: Date
}

/** better-auth's words for the same. */
const status = sql<InvitationState>`CASE ${invitations.status}
  WHEN 'canceled' THEN 'revoked' WHEN 'rejected' THEN 'declined'
  WHEN 'pending' THEN CASE WHEN ${invitations.expiresAt} > now() THEN 'pending' ELSE 'expired' END
  ELSE ${invitations.status} END`

const columns = {
  id: invitations.id,
  organizationId: invitations.organizationId,
  email: invitations.email,
  role: invitations.role,
  status,
  inviterId: invitations.inviterId,
  inviterName: people.name,
  expiresAt: invitations.expiresAt,
  sentAt: invitations.sentAt,
  createdAt: invitations.createdAt,
}

const one = (organizationId: string, id: string) =>
  and(eq(invitations.organizationId, organizationId), eq(invitations.id, id))
const waits = eq(invitations.status, 'pending')

/** Asked of the column itself: what an expression comes to, the database cannot foresee, and it would read all of them. */
const isIn: Readonly<Record<InvitationState, SQL | undefined>> = {
  pending: and(waits, gt(invitations.expiresAt, sql`now()`)),
  expired: and(waits, lte(invitations.expiresAt, sql`now()`)),
  accepted: eq(invitations.status, 'accepted'),
  declined: eq(invitations.status, 'rejected'),
  revoked: eq(invitations.status, 'canceled'),
}
/** Addresses are kept in lower case. */
const isFor = (email: string) => eq(invitations.email, email.toLowerCase())

const selectOf = (db: Database) =>
  db.select(columns).from(invitations).innerJoin(people, eq(people.id, invitations.inviterId))

/** How many mails an organization may send within how long, and how soon again to one address. */
export interface SendingBound {
  readonly max: number
  readonly windowMs: number
  readonly againMs: number
}

/** What speaks against a mail to this address now. */
export interface Sending {
  readonly isMember: boolean
  readonly sentLately: number
  /** How long ago the invitation that waits was sent; `null` when none waits. */
  readonly sentAgoMs: number | null
}

export const findSending = async (
  db: Database,
  organizationId: string,
  email: string,
  { windowMs }: SendingBound,
): Promise<Sending> => {
  const isMember = exists(
    db
      .select({ id: members.id })
      .from(members)
      .innerJoin(people, eq(people.id, members.userId))
      .where(and(eq(members.organizationId, organizationId), eq(people.email, email.toLowerCase()))),
  )
  const lately = and(
    eq(invitations.organizationId, organizationId),
    gt(invitations.sentAt, sql`now() - ${windowMs} * interval '1 millisecond'`),
  )
  const [found] = await db
    .select({
      isMember: sql<boolean>`${isMember}`,
      sentLately: sql<number>`(${db.select({ sent: count() }).from(invitations).where(lately)})::int`,
      sentAgoMs: sql<number | null>`(${db
        .select({ ago: sql`extract(epoch FROM now() - ${invitations.sentAt}) * 1000` })
        .from(invitations)
        .where(and(eq(invitations.organizationId, organizationId), isFor(email), waits))})::float8`,
    })
    .from(sql`(SELECT 1) AS one`)
  if (!found) throw new Error('a row of constants is missing')
  return found
}

/**
 * The id of the invitation that now waits for this address: the new one, or the one that waited already, with the new role and time.
 * Rejects by `members_owners_only`.
 */
export const invite = async (db: Database, organizationId: string, invitation: NewInvitation): Promise<string> => {
  const { email, role, inviterId, expiresAt } = invitation
  const [waiting] = await db
    .insert(invitations)
    .values({ organizationId, ...invitation, email: email.toLowerCase() })
    .onConflictDoUpdate({
      target: [invitations.organizationId, invitations.email],
      targetWhere: sql`status = 'pending'`,
      set: { role, inviterId, expiresAt, sentAt: sql`now()` },
    })
    .returning({ id: invitations.id })
  if (!waiting) throw new Error('an invitation was written and not returned')
  return waiting.id
}

/** Whether one that was neither accepted nor revoked has been renewed. Rejects by `members_owners_only`. */
export const renewInvitation = async (
  db: Database,
  organizationId: string,
  id: string,
  change: { readonly role: Role | undefined; readonly expiresAt: Date },
): Promise<boolean> => {
  const { role, expiresAt } = change
  const renewed = await db
    .update(invitations)
    .set({ ...(role === undefined ? {} : { role }), expiresAt, sentAt: sql`now()` })
    .where(and(one(organizationId, id), waits))
    .returning({ id: invitations.id })
  return renewed.length === 1
}

/** Newest first. */
export const listInvitations = (
  db: Database,
  organizationId: string,
  wanted: InvitationState | undefined,
  limit: number,
  after?: Position,
): Promise<InvitationRecord[]> =>
  selectOf(db)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        wanted && isIn[wanted],
        after &&
          sql`(${invitations.createdAt}, ${invitations.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(limit)

export const findInvitation = async (
  db: Database,
  organizationId: string,
  id: string,
): Promise<InvitationRecord | undefined> => {
  const [found] = await selectOf(db).where(one(organizationId, id))
  return found
}

/** Whether it waited until now. */
export const revokeInvitation = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const revoked = await db
    .update(invitations)
    .set({ status: 'canceled' })
    .where(and(one(organizationId, id), waits))
    .returning({ id: invitations.id })
  return revoked.length === 1
}

/** An invitation as the one who is invited sees it. */
export interface ReceivedInvitation extends InvitationRecord {
  readonly organizationName: string
  readonly organizationLogo: string | null
  readonly organizationDeletedAt: Date | null
}

const receivedBy = (db: Database) =>
  db
    .select({
      ...columns,
      organizationName: organizations.name,
      organizationLogo: organizations.logo,
      organizationDeletedAt: organizations.deletedAt,
    })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.inviterId))
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))

/** By its id alone: whoever asks has yet to show that it is for them. */
export const findReceived = async (db: Database, id: string): Promise<ReceivedInvitation | undefined> => {
  const [found] = await receivedBy(db).where(eq(invitations.id, id))
  return found
}

/** Those that wait for this address, newest first. */
export const listReceived = (db: Database, email: string, limit: number): Promise<ReceivedInvitation[]> =>
  receivedBy(db)
    .where(and(isFor(email), waits, gt(invitations.expiresAt, sql`now()`), isNull(organizations.deletedAt)))
    .orderBy(desc(invitations.createdAt))
    .limit(limit)

const acceptable = (db: Database, id: string, email: string) =>
  and(
    eq(invitations.id, id),
    isFor(email),
    waits,
    gt(invitations.expiresAt, sql`now()`),
    exists(
      db
        .select({ id: organizations.id })
        .from(organizations)
        .where(and(eq(organizations.id, invitations.organizationId), isNull(organizations.deletedAt))),
    ),
  )

/** Whether it could be accepted by the person with this address, who is a member from now on; who was one keeps their role. */
export const acceptInvitation = async (
  db: Database,
  id: string,
  { memberId, userId, email }: { readonly memberId: string; readonly userId: string; readonly email: string },
): Promise<boolean> => {
  const taken = db.$with('taken').as(
    db
      .update(invitations)
      .set({ status: 'accepted' })
      .where(acceptable(db, id, email))
      .returning({ organizationId: invitations.organizationId, role: invitations.role }),
  )
  const joined = db.$with('joined').as(
    db
      .insert(members)
      .select(
        db
          .select({
            id: sql<string>`${memberId}::text`.as('member_id'),
            organizationId: taken.organizationId,
            userId: sql<string>`${userId}::text`.as('user_id'),
            role: taken.role,
            createdAt: sql<Date>`now()`.as('created_at'),
          })
          .from(taken),
      )
      .onConflictDoNothing()
      .returning({ memberId: members.id }),
  )
  const found = await db.with(taken, joined).select({ role: taken.role }).from(taken)
  return found.length === 1
}

/** Whether it waited for the person with this address, who does not want it. */
export const declineInvitation = async (db: Database, id: string, email: string): Promise<boolean> => {
  const declined = await db
    .update(invitations)
    .set({ status: 'rejected' })
    .where(acceptable(db, id, email))
    .returning({ id: invitations.id })
  return declined.length === 1
}
