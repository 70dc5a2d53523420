/** Owns tables `members` (who belongs to which organization, in which role) and `invitations`. A trigger keeps every organization an owner. */
import { roles } from '@syncforge/protocol/rights'
import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'
import { people } from './people.ts'

export const invitationStates = ['pending', 'accepted', 'rejected', 'canceled'] as const

const organization = () =>
  text('organization_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' })

const role = () => text('role', { enum: roles }).notNull()
const isRole = sql.raw(`role IN (${roles.map((name) => `'${name}'`).join(', ')})`)

export const members = pgTable(
  'members',
  {
    id: text('id').primaryKey(),
    organizationId: organization(),
    userId: text('user_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    role: role(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('members_once').on(table.organizationId, table.userId),
    index('members_by_person').on(table.userId),
    index('members_by_age').on(table.organizationId, table.createdAt, table.id),
    check('members_role', isRole),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    organizationId: organization(),
    inviterId: text('inviter_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: role(),
    status: text('status', { enum: invitationStates }).notNull().default('pending'),
    expiresAt: moment('expires_at').notNull(),
    /** When its mail was sent last. */
    sentAt: moment('sent_at').notNull().defaultNow(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('invitations_by_organization').on(table.organizationId, table.createdAt),
    index('invitations_by_email').on(table.email),
    // Who is invited twice at once has one invitation that waits.
    uniqueIndex('invitations_pending_once').on(table.organizationId, table.email).where(sql`status = 'pending'`),
    check('invitations_role', isRole),
    check('invitations_email', sql`email = lower(email)`),
  ],
)
