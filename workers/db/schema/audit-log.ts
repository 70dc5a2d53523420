/** Owns table `audit_log`: every administrative act, written by triggers in the act's own transaction, kept after what it tells of is gone. */
import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'

export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    organizationId: text('organization_id').notNull(),
    /** The person or the secret key that did it; `null`: the platform itself. */
    actor: text('actor'),
    /** The network address it came from. */
    address: text('address'),
    /** Table and kind of change, such as `members.update`. */
    act: text('act').notNull(),
    /** The id of the row that changed. */
    subject: text('subject'),
    /** The row without its secrets; `null` when it was made by this act. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    /** The row without its secrets; `null` when it was removed by this act. */
    after: jsonb('after').$type<Record<string, unknown>>(),
    at: moment('at').notNull().defaultNow(),
  },
  // Newest first, whatever it is narrowed by.
  (table) => [
    index('audit_log_by_age').on(table.organizationId, table.at, table.id),
    index('audit_log_by_actor').on(table.organizationId, table.actor, table.at, table.id),
    index('audit_log_by_subject').on(table.organizationId, table.subject, table.at, table.id),
    index('audit_log_by_act').on(table.organizationId, table.act, table.at, table.id),
  ],
)
