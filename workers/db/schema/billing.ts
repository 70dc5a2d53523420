/**
 * Owns table `billing` (what Stripe says of an organization, as it was read last), `stripe_events` (events that were applied) and `billing_notices`
 * (mails about failed payments). What an organization may do is `organizations.plan`, written in the same statement.
 */
import { planIds } from '@syncforge/protocol/plans'
import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from '../columns.ts'
import { organizations } from './organizations.ts'

const organization = () =>
  text('organization_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' })

const plan = (name: string) => text(name, { enum: planIds })

export const billing = pgTable('billing', {
  organizationId: organization().primaryKey(),
  customerId: text('customer_id').unique(),
  /** The checkout that was opened last: the one before it is closed. */
  checkoutId: text('checkout_id'),
  /** The address of the organization's billing page: letters lead there. */
  page: text('page').notNull().default(''),
  /** Each reading of Stripe takes the next number first. */
  ticket: integer('ticket').notNull().default(0),
  /** The number of the reading that is written here: an older one is never written over it. */
  appliedTicket: integer('applied_ticket').notNull().default(0),
  /** What Stripe calls the state of the subscription; `none`: there never was one. */
  status: text('status').notNull().default('none'),
  subscriptionId: text('subscription_id'),
  /** The plan that is subscribed, whether or not it is granted. */
  subscribed: plan('subscribed'),
  periodEndsAt: moment('period_ends_at'),
  /** What it becomes by itself, and when. */
  pendingPlan: plan('pending_plan'),
  pendingAt: moment('pending_at'),
  pastDueSince: moment('past_due_since'),
  graceEndsAt: moment('grace_ends_at'),
  /** The invoice that waits to be paid, and how often that was tried. */
  openInvoiceId: text('open_invoice_id'),
  openInvoiceAttempts: integer('open_invoice_attempts').notNull().default(0),
  openInvoiceCents: integer('open_invoice_cents').notNull().default(0),
  endedAt: moment('ended_at'),
  changedAt: moment('changed_at').notNull().defaultNow(),
})

export const stripeEvents = pgTable(
  'stripe_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    appliedAt: moment('applied_at').notNull().default(sql`now()`),
  },
  (table) => [index('stripe_events_by_age').on(table.appliedAt)],
)

export const billingNotices = pgTable(
  'billing_notices',
  {
    organizationId: organization(),
    invoiceId: text('invoice_id').notNull(),
    attempt: integer('attempt').notNull(),
    /** When somebody began to send it. */
    claimedAt: moment('claimed_at').notNull().default(sql`now()`),
    sentAt: moment('sent_at'),
  },
  (table) => [primaryKey({ columns: [table.invoiceId, table.attempt] })],
)
