/** Owns tables `room_copies` and `room_facts`: what rooms have mirrored. They go with their room. */
import { bigint, customType, foreignKey, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { rooms } from './rooms.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export const roomCopies = pgTable(
  'room_copies',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    /** Rises within the room: a late repeat of an older copy changes nothing. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    bytes: bytea('bytes').notNull(),
    /** Of the bytes: a copy that is not what was stored is never given back. */
    digest: text('digest').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.kind, table.key] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
  ],
)

export const roomFacts = pgTable(
  'room_facts',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    body: jsonb('body').notNull(),
    happenedAt: moment('happened_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.sequence] }),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
  ],
)
