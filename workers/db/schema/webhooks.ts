/** Owns table `webhooks`: where an organization wants to be told of what happens, and with which secrets that is signed. Deliveries are in objects. */
import type { SubscribedType } from '@syncforge/protocol/webhooks'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    /** Of these types alone; `*` for every one that there is or will be. */
    events: jsonb('events').$type<readonly (SubscribedType | '*')[]>().notNull(),
    description: text('description').notNull().default(''),
    /** Of rooms whose id begins so; empty: of all. */
    roomPrefix: text('room_prefix').notNull().default(''),
    debounceMs: integer('debounce_ms').notNull(),
    /** Sealed; the audit log leaves columns of these names out. */
    signingSecret: text('signing_secret').notNull(),
    previousSigningSecret: text('previous_signing_secret'),
    /** Until when the previous secret signs as well. */
    previousEndsAt: moment('previous_ends_at'),
    isEnabled: boolean('is_enabled').notNull().default(true),
    /** Why it was turned off by the platform: nothing has reached it, or it said that it is gone. */
    offReason: text('off_reason', { enum: ['failing', 'gone'] }),
    /** Rises with every change, so that what is told late changes nothing. */
    revision: integer('revision').notNull().default(1),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('webhooks_by_organization').on(table.organizationId, table.createdAt, table.id),
    check('webhooks_url', sql`char_length(url) <= 2048`),
    check('webhooks_debounce', sql`debounce_ms BETWEEN 1000 AND 60000`),
    check('webhooks_previous', sql`(previous_signing_secret IS NULL) = (previous_ends_at IS NULL)`),
  ],
)
