/** Owns table `rooms`: the registry. What happens inside a room lives in its Durable Object, not here. */
import { defaultAccessLevels } from '@syncforge/protocol/granted-access'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

export const roomPersistence = ['durable', 'memory'] as const
export const roomTypes = ['collaboration', 'whiteboard', 'document', 'custom'] as const

export const rooms = pgTable(
  'rooms',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** The customer's own id, unique within the organization only. */
    id: text('id').notNull(),
    name: text('name'),
    /** What people have in it without a grant; `none`: it is private. */
    defaultAccess: text('default_access', { enum: defaultAccessLevels }).notNull().default('none'),
    /** The user id that it belongs to. */
    ownerId: text('owner_id'),
    type: text('type', { enum: roomTypes }).notNull(),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull(),
    maxParticipants: integer('max_participants').notNull(),
    graceMs: integer('grace_ms').notNull(),
    presenceTimeoutMs: integer('presence_timeout_ms').notNull().default(30_000),
    historyMs: bigint('history_ms', { mode: 'number' }).notNull().default(2_592_000_000),
    persistence: text('persistence', { enum: roomPersistence }).notNull().default('durable'),
    emptyAfterMs: integer('empty_after_ms').notNull().default(900_000),
    /** Set: content is on its way into the room, and until it is whole there is no such room. Who brings it has until then. */
    fillingUntil: moment('filling_until'),
    /** Set: the room was deleted, and nobody who still has it open brings it back. Nothing else of it is kept. */
    deletedAt: moment('deleted_at'),
    /** Who made it by joining it: a publishable key, or the user of a room token. */
    madeBy: text('made_by'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('rooms_by_age').on(table.organizationId, table.createdAt, table.id),
    index('rooms_by_change').on(table.organizationId, table.updatedAt, table.id),
    index('rooms_by_name').on(table.organizationId, sql`coalesce(name, '')`, table.id),
    index('rooms_that_count').on(table.organizationId).where(sql`deleted_at IS NULL`),
    index('rooms_by_maker').on(table.madeBy, table.createdAt).where(sql`made_by IS NOT NULL`),
    index('rooms_being_filled').on(table.organizationId, table.fillingUntil).where(sql`filling_until IS NOT NULL`),
  ],
)
