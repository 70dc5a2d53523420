/** The audit log: who did what to what, newest first. Triggers write it; what happens outside the database is told here. */
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { auditLog } from '../../schema/audit-log.ts'
import { people } from '../../schema/people.ts'
import type { Position } from '../position.ts'

export interface AuditEntry {
  readonly id: number
  readonly at: Date
  readonly actor: string | null
  /** The person's name as it is now; `null` for keys, for the platform, and for who is gone. */
  readonly actorName: string | null
  readonly actorEmail: string | null
  readonly address: string | null
  readonly act: string
  readonly subject: string | null
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

export interface AuditFilter {
  readonly actor?: string | undefined
  /** A whole act, such as `members.update`, or the table of several: `members`. */
  readonly act?: string | undefined
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

const actIs = (act: string) =>
  // The sign that follows the full stop ends the range.
  act.includes('.') ? eq(auditLog.act, act) : and(gte(auditLog.act, `${act}.`), lt(auditLog.act, `${act}/`))

/** Newest first; entries of the same millisecond by their numbers. */
export const listAudit = (
  db: Database,
  organizationId: string,
  { actor, act, subject, from, to }: AuditFilter,
  limit: number,
  after?: Position,
): Promise<AuditEntry[]> =>
  db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actor: auditLog.actor,
      actorName: people.name,
      actorEmail: people.email,
      address: auditLog.address,
      act: auditLog.act,
      subject: auditLog.subject,
      before: auditLog.before,
      after: auditLog.after,
    })
    .from(auditLog)
    .leftJoin(people, eq(people.id, auditLog.actor))
    .where(
      and(
        eq(auditLog.organizationId, organizationId),
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        act === undefined ? undefined : actIs(act),
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        from && gte(auditLog.at, from),
        to && lt(auditLog.at, to),
        after &&
          sql`(${auditLog.at}, ${auditLog.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::bigint)`,
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit)

export interface ActsOf {
  readonly organizationId: string
  readonly actor: string
  readonly from: Date
}

/** The last acts of one actor since a moment, newest first, without what they changed. */
export const listActs = (
  db: Database,
  { organizationId, actor, from }: ActsOf,
  limit: number,
): Promise<Pick<AuditEntry, 'id' | 'at' | 'act' | 'subject'>[]> =>
  db
    .select({ id: auditLog.id, at: auditLog.at, act: auditLog.act, subject: auditLog.subject })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, organizationId), eq(auditLog.actor, actor), gte(auditLog.at, from)))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit)

/** Something that was done elsewhere than in the database, by whoever `db` acts for. */
export const recordAct = async (
  db: Database,
  organizationId: string,
  act: string,
  subject: string,
  after: Readonly<Record<string, unknown>> | null,
): Promise<void> => {
  await db.insert(auditLog).values({
    organizationId,
    actor: sql`nullif(current_setting('syncforge.actor', true), '')`,
    address: sql`nullif(current_setting('syncforge.address', true), '')`,
    act,
    subject,
    after,
  })
}
