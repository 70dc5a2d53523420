/** Owns table `outbox`: the mails that development keeps instead of sending them. Nothing is in it elsewhere. */
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'

export const outbox = pgTable('outbox', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  to: text('to').notNull(),
  subject: text('subject').notNull(),
  text: text('text').notNull(),
  html: text('html').notNull(),
  sentAt: moment('sent_at').notNull().defaultNow(),
})
