/** Owns table `people_addresses`: where an organization answers whom its people may mean, and with which secrets questions to it are signed. */
import { sql } from 'drizzle-orm'
import { check, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const peopleAddresses = pgTable(
  'people_addresses',
  {
    /** Another one when it is named anew: what was sealed for it opens nothing else. */
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .unique()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    /** Sealed; the audit log leaves columns of these names out. */
    signingSecret: text('signing_secret').notNull(),
    previousSigningSecret: text('previous_signing_secret'),
    /** Until when the previous secret signs as well. */
    previousEndsAt: moment('previous_ends_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  () => [
    check('people_addresses_url', sql`char_length(url) <= 2048`),
    check('people_addresses_previous', sql`(previous_signing_secret IS NULL) = (previous_ends_at IS NULL)`),
  ],
)
