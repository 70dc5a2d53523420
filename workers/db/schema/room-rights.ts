/**
 * Owns table `room_rights`: what rooms have told about who may do what in them. Written by a trigger on `room_facts`, which also writes the log
 * of administrative acts; the rooms themselves decide.
 */
import { foreignKey, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { rooms } from './rooms.ts'

export const roomRights = pgTable(
  'room_rights',
  {
    organizationId: text('organization_id').notNull(),
    roomId: text('room_id').notNull(),
    right: text('right', { enum: ['grant', 'link', 'share'] }).notNull(),
    /** The user id of a grant, the id of a link or a share. */
    id: text('id').notNull(),
    value: jsonb('value').$type<Record<string, unknown>>().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.roomId, table.right, table.id] }),
    index('room_rights_by_person').on(table.organizationId, table.right, table.id, table.roomId),
    foreignKey({
      columns: [table.organizationId, table.roomId],
      foreignColumns: [rooms.organizationId, rooms.id],
    }).onDelete('cascade'),
  ],
)
