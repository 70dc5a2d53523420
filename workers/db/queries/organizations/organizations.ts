/** Organizations: who belongs to which, what each says of itself, and its end. What is asked about one names it first. */
import type { Role } from '@syncforge/protocol/rights'
import { and, asc, count, eq, getTableColumns, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { auditLog } from '../../schema/audit-log.ts'
import { members } from '../../schema/members.ts'
import { organizations } from '../../schema/organizations.ts'
import { rooms } from '../../schema/rooms.ts'
import type { Position } from '../position.ts'

const { metadata: _metadata, ...organizationColumns } = getTableColumns(organizations)

export type OrganizationRecord = Omit<typeof organizations.$inferSelect, 'metadata'>
export type NewOrganization = Pick<OrganizationRecord, 'id' | 'name' | 'slug'>
export type OrganizationChange = {
  readonly [K in 'name' | 'slug' | 'logo' | 'color' | 'allowedOrigins' | 'roomDefaults' | 'createsRoomsOnJoin']?:
    | OrganizationRecord[K]
    | undefined
}

/** An organization as one of its people sees it. */
export type OwnOrganization = OrganizationRecord & {
  readonly role: Role
  readonly memberId: string
  readonly joinedAt: Date
}

/** The organization, with `ownerId` as its owner: both or neither. Rejects when the slug is taken. */
export const insertOrganization = async (
  db: Database,
  organization: NewOrganization,
  owner: { readonly memberId: string; readonly userId: string },
): Promise<OrganizationRecord> => {
  const made = db.$with('made').as(db.insert(organizations).values(organization).returning(organizationColumns))
  const joined = db.$with('joined').as(
    db
      .insert(members)
      .select(
        db
          .select({
            id: sql<string>`${owner.memberId}::text`.as('member_id'),
            organizationId: made.id,
            userId: sql<string>`${owner.userId}::text`.as('user_id'),
            role: sql<Role>`'owner'::text`.as('role'),
            createdAt: made.createdAt,
          })
          .from(made),
      )
      .returning({ memberId: members.id }),
  )
  const [record] = await db.with(made, joined).select().from(made)
  if (!record) throw new Error('an organization was inserted and not returned')
  return record
}

export const countOwned = async (db: Database, userId: string): Promise<number> => {
  const [found] = await db
    .select({ owned: count() })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.role, 'owner')))
  return found?.owned ?? 0
}

export const findOrganization = async (db: Database, id: string): Promise<OrganizationRecord | undefined> => {
  const [found] = await db.select(organizationColumns).from(organizations).where(eq(organizations.id, id))
  return found
}

/** Without those that were deleted. */
export const countOrganizations = async (db: Database): Promise<number> => {
  const [found] = await db.select({ total: count() }).from(organizations).where(isNull(organizations.deletedAt))
  return found?.total ?? 0
}

/** Those that somebody belongs to, in the order in which they joined. */
export const listOrganizationsOf = (
  db: Database,
  userId: string,
  limit: number,
  after?: Position,
): Promise<OwnOrganization[]> =>
  db
    .select({ ...organizationColumns, role: members.role, memberId: members.id, joinedAt: members.createdAt })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(
      and(
        eq(members.userId, userId),
        after &&
          sql`(${members.createdAt}, ${members.id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(asc(members.createdAt), asc(members.id))
    .limit(limit)

/** The changed organization, or `undefined` when there is none or it was deleted. Keys that are `undefined` stay as they are. */
export const updateOrganization = async (
  db: Database,
  id: string,
  change: OrganizationChange,
): Promise<OrganizationRecord | undefined> => {
  const values = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  if (Object.keys(values).length === 0) return findOrganization(db, id)
  const [changed] = await db
    .update(organizations)
    .set(values)
    .where(and(eq(organizations.id, id), isNull(organizations.deletedAt)))
    .returning(organizationColumns)
  return changed
}

/** Whether there is such an organization: from now on it is on this plan. */
export const setPlan = async (db: Database, id: string, plan: OrganizationRecord['plan']): Promise<boolean> => {
  const changed = await db
    .update(organizations)
    .set({ plan })
    .where(eq(organizations.id, id))
    .returning({ id: organizations.id })
  return changed.length === 1
}

/** Whether it was there: from now on it can be brought back, until it is erased. */
export const deleteOrganization = async (db: Database, id: string): Promise<boolean> => {
  const deleted = await db
    .update(organizations)
    .set({ deletedAt: sql`now()` })
    .where(and(eq(organizations.id, id), isNull(organizations.deletedAt)))
    .returning({ id: organizations.id })
  return deleted.length === 1
}

/** The organization, as it was before it was deleted; `undefined` when there is none that was. */
export const restoreOrganization = async (db: Database, id: string): Promise<OrganizationRecord | undefined> => {
  const [restored] = await db
    .update(organizations)
    .set({ deletedAt: null })
    .where(and(eq(organizations.id, id), isNotNull(organizations.deletedAt)))
    .returning(organizationColumns)
  return restored
}

const isOver = (graceMs: number) => lt(organizations.deletedAt, sql`now() - ${graceMs} * interval '1 millisecond'`)

/** Some of its rooms, those that are only left as deleted ones excepted. */
export const listRoomIds = async (db: Database, organizationId: string, limit: number): Promise<string[]> => {
  const found = await db
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.organizationId, organizationId), isNull(rooms.deletedAt)))
    .limit(limit)
  return found.map(({ id }) => id)
}

/** Everything that is kept of it goes, its log as well. Whether it was still to be erased. */
export const eraseOrganization = async (db: Database, id: string, graceMs: number): Promise<boolean> => {
  const erased = await db
    .delete(organizations)
    .where(and(eq(organizations.id, id), isOver(graceMs)))
    .returning({ id: organizations.id })
  if (erased.length === 0) return false
  await db.delete(auditLog).where(eq(auditLog.organizationId, id))
  return true
}
