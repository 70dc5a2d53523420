/** Owns tables `usage` and `organization_facts`: what organizations' objects have counted, and what has still to be told to them. */
import type { OrganizationFact } from '@syncforge/protocol/facts'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const usage = pgTable(
  'usage',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    span: text('span', { enum: ['hour', 'day', 'month'] }).notNull(),
    startsAt: moment('starts_at').notNull(),
    kind: text('kind', { enum: ['organization', 'room', 'key', 'person'] }).notNull(),
    /** Of the room or the key, of a person `personKey`; empty for the organization. */
    id: text('id').notNull(),
    joins: bigint('joins', { mode: 'number' }).notNull(),
    people: bigint('people', { mode: 'number' }).notNull(),
    verified: bigint('verified', { mode: 'number' }).notNull(),
    peakRooms: integer('peak_rooms').notNull(),
    peakPeople: integer('peak_people').notNull(),
    peakConnections: integer('peak_connections').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.span, table.kind, table.startsAt, table.id] }),
    // Who came most in a month is read in this order.
    index('usage_busiest_people')
      .on(table.organizationId, table.startsAt, table.joins.desc().nullsFirst(), table.id)
      .where(sql`span = 'month' AND kind = 'person'`),
    // Everybody's month, for the platform's own numbers.
    index('usage_of_months').on(table.startsAt, table.people).where(sql`span = 'month' AND kind = 'organization'`),
  ],
)

export const organizationFacts = pgTable(
  'organization_facts',
  {
    sequence: bigint('sequence', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The same however often it is told. */
    id: uuid('id').notNull().defaultRandom(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<OrganizationFact['kind']>().notNull(),
    body: jsonb('body').$type<OrganizationFact['body']>().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [index('organization_facts_by_organization').on(table.organizationId, table.sequence)],
)
