/** Owns table `api_keys`. A key itself is never stored: only its SHA-256, which is enough for random keys. */
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const keyKinds = ['publishable', 'secret'] as const

export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: keyKinds }).notNull(),
    /** SHA-256 of the key, hexadecimal. */
    hash: text('hash').notNull().unique(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('api_keys_organization').on(table.organizationId)],
)
