/** Owns table `organizations`: the customers, each with its own keys and rooms. */
import { boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'

export const plans = ['free', 'starter', 'pro', 'business', 'enterprise'] as const

export const organizations = pgTable('organizations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  plan: text('plan', { enum: plans }).notNull().default('free'),
  /** Whether a publishable key may create a public room by joining it. */
  createsRoomsOnJoin: boolean('creates_rooms_on_join').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
})
