/**
 * Owns tables `organizations`: the customers, each with its own keys and rooms; and `people_addresses`: where one answers whom its people may mean, and
 * with which secrets questions to it are signed.
 */
import { planIds } from '@syncforge/protocol/plans'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'

export const organizations = pgTable(
  'organizations',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Its short name in addresses; who gives none gets a random one. */
    slug: text('slug').notNull().unique().default(sql`gen_random_uuid()::text`),
    /** An https address of an image, or a small image of ours. */
    logo: text('logo'),
    /** `#rrggbb`, for the components that its customers see. */
    color: text('color'),
    /** JSON as text: a field of better-auth's. */
    metadata: text('metadata'),
    plan: text('plan', { enum: planIds }).notNull().default('free'),
    /** Counts the changes of `plan`, by a trigger: whoever remembers an earlier one knows that it is. */
    planRevision: integer('plan_revision').notNull().default(0),
    /** Whether a publishable key may create a public room by joining it. */
    createsRoomsOnJoin: boolean('creates_rooms_on_join').notNull().default(false),
    /** Pages that may use its publishable keys, such as `https://app.example.com`; none named: every page. */
    allowedOrigins: jsonb('allowed_origins').$type<readonly string[]>().notNull().default([]),
    /** What a new room gets where its maker says nothing, by the names of the room's own settings. */
    roomDefaults: jsonb('room_defaults').$type<Record<string, unknown>>().notNull().default({}),
    /** Set: an owner deleted it. It can be brought back for seven days, then everything of it is erased. */
    deletedAt: moment('deleted_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('organizations_deleted').on(table.deletedAt).where(sql`deleted_at IS NOT NULL`),
    // Also for what better-auth writes: its own routes take any text.
    check('organizations_name', sql`name = btrim(name) AND char_length(name) BETWEEN 1 AND 100`),
    check('organizations_slug', sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(slug) BETWEEN 3 AND 48`),
    check('organizations_color', sql`color ~ '^#[0-9a-f]{6}$'`),
    check(
      'organizations_logo',
      sql`logo ~ '^(https://|data:image/(png|jpeg|webp).base64,)' AND char_length(logo) <= 65536`,
    ),
  ],
)

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
