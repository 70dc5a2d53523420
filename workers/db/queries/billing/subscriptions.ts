/**
 * What Stripe says of an organization: read under a ticket, written with the plan that it gives and the event that told of it, all in one statement.
 * Found by the organization, or by Stripe's id of its customer, which belongs to one organization.
 */
import type { PlanId } from '@syncforge/protocol/plans'
import { and, eq, lt, ne, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { billing, stripeEvents } from '../../schema/billing.ts'
import { organizations } from '../../schema/organizations.ts'

export type BillingRecord = typeof billing.$inferSelect

/** What a reading of Stripe came to. */
export type BillingReading = Pick<
  BillingRecord,
  | 'status'
  | 'subscriptionId'
  | 'subscribed'
  | 'periodEndsAt'
  | 'pendingPlan'
  | 'pendingAt'
  | 'pastDueSince'
  | 'graceEndsAt'
  | 'openInvoiceId'
  | 'openInvoiceAttempts'
  | 'openInvoiceCents'
  | 'endedAt'
>

export const findBilling = async (db: Database, organizationId: string): Promise<BillingRecord | undefined> => {
  const [found] = await db.select().from(billing).where(eq(billing.organizationId, organizationId))
  return found
}

/** The row, made if there is none. @param page the address of the organization's billing page */
export const openBilling = async (db: Database, organizationId: string, page: string): Promise<BillingRecord> => {
  const [row] = await db
    .insert(billing)
    .values({ organizationId, page })
    .onConflictDoUpdate({ target: billing.organizationId, set: { page } })
    .returning()
  if (!row) throw new Error('a billing row was written and not returned')
  return row
}

/** The customer that the organization has from now on: `customerId`, unless another call was quicker. @param instead of this one, `null`: of none */
export const keepCustomer = async (
  db: Database,
  organizationId: string,
  customerId: string,
  instead: string | null,
): Promise<string> => {
  const isAsBefore = sql`${billing.customerId} IS NOT DISTINCT FROM ${instead}`
  const own = eq(billing.organizationId, organizationId)
  const [kept] = await db
    .update(billing)
    .set({ customerId })
    .where(and(own, isAsBefore))
    .returning({ id: billing.customerId })
  return kept?.id ?? (await findBilling(db, organizationId))?.customerId ?? customerId
}

/** Keeps the checkout that was opened last. The one that was kept before, if there is one. */
export const swapCheckout = async (
  db: Database,
  organizationId: string,
  checkoutId: string,
): Promise<string | null> => {
  const before = db.$with('before').as(
    db
      .select({ id: billing.organizationId, checkout: sql<string | null>`${billing.checkoutId}`.as('checkout') })
      .from(billing)
      .where(eq(billing.organizationId, organizationId))
      .for('update'),
  )
  const [swapped] = await db
    .with(before)
    .update(billing)
    .set({ checkoutId })
    .from(before)
    .where(eq(billing.organizationId, before.id))
    .returning({ checkout: before.checkout })
  return swapped?.checkout ?? null
}

/** The organization of this customer with the ticket for a reading, which is to begin after this; `undefined` for a customer of nobody. */
export const takeTicket = async (
  db: Database,
  customerId: string,
): Promise<Pick<BillingRecord, 'organizationId' | 'ticket' | 'page'> | undefined> => {
  const [taken] = await db
    .update(billing)
    .set({ ticket: sql`${billing.ticket} + 1` })
    .where(eq(billing.customerId, customerId))
    .returning({ organizationId: billing.organizationId, ticket: billing.ticket, page: billing.page })
  return taken
}

export interface AppliedEvent {
  readonly id: string
  readonly type: string
}

export const isApplied = async (db: Database, eventId: string): Promise<boolean> =>
  (await db.select({ id: stripeEvents.id }).from(stripeEvents).where(eq(stripeEvents.id, eventId))).length > 0

/** Nothing was to be written for it. */
export const markApplied = async (db: Database, event: AppliedEvent): Promise<void> => {
  await db.insert(stripeEvents).values(event).onConflictDoNothing()
}

export interface Written {
  /** The plan that the organization has now. */
  readonly plan: PlanId
  /** Whether it had another one before. */
  readonly isChanged: boolean
}

/**
 * Writes a reading unless a later one is there, gives the organization its plan, and marks the event: all or nothing. A plan that was agreed by hand
 * (Enterprise) stays. `undefined` when a later reading is there.
 */
export const writeReading = async (
  db: Database,
  { organizationId, ticket }: Pick<BillingRecord, 'organizationId' | 'ticket'>,
  { reading, plan, event }: { reading: BillingReading; plan: PlanId; event?: AppliedEvent | undefined },
): Promise<Written | undefined> => {
  const written = db.$with('written').as(
    db
      .update(billing)
      .set({ ...reading, appliedTicket: ticket, changedAt: sql`now()` })
      .where(and(eq(billing.organizationId, organizationId), lt(billing.appliedTicket, ticket)))
      .returning({ id: sql<string>`${billing.organizationId}`.as('written_id') }),
  )
  const isWritten = sql`EXISTS (SELECT 1 FROM ${written})`
  const planned = db.$with('planned').as(
    db
      .update(organizations)
      .set({ plan })
      .where(
        and(
          eq(organizations.id, organizationId),
          ne(organizations.plan, 'enterprise'),
          ne(organizations.plan, plan),
          isWritten,
        ),
      )
      .returning({ id: sql<string>`${organizations.id}`.as('planned_id') }),
  )
  const marked = db.$with('marked').as(
    db
      .insert(stripeEvents)
      .select(
        db
          .select({
            id: sql<string>`${event?.id ?? ''}::text`.as('id'),
            type: sql<string>`${event?.type ?? ''}::text`.as('type'),
            appliedAt: sql<Date>`now()`.as('applied_at'),
          })
          .from(sql`(SELECT 1) AS once`)
          .where(sql`${event !== undefined}`),
      )
      .onConflictDoNothing()
      .returning({ id: sql<string>`${stripeEvents.id}`.as('marked_id') }),
  )
  const [told] = await db
    .with(written, planned, marked)
    .select({
      before: organizations.plan,
      isWritten: sql<boolean>`${isWritten}`,
      isChanged: sql<boolean>`EXISTS (SELECT 1 FROM ${planned})`,
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  if (!told?.isWritten) return undefined
  return { plan: told.isChanged ? plan : told.before, isChanged: told.isChanged }
}

/** Stripe repeats an event for three days at most. */
const eventsKeptDays = 30
const PRUNED_AT_ONCE = 1_000

export const pruneEvents = async (db: Database): Promise<void> => {
  const old = sql`${stripeEvents.appliedAt} < now() - ${eventsKeptDays} * interval '1 day'`
  const some = db.select({ id: stripeEvents.id }).from(stripeEvents).where(old).limit(PRUNED_AT_ONCE)
  await db.delete(stripeEvents).where(sql`${stripeEvents.id} IN ${some}`)
}
