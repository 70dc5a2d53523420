/** What somebody is shown of a subscription: as it was read last, with the way to pay what is owed. */

import type { Database } from '../../db/client.ts'
import type { BillingRecord } from '../../db/queries/billing/subscriptions.ts'
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import { findOrganization } from '../../db/queries/organizations/organizations.ts'
import { describeError, log } from '../../log.ts'
import type { BillingContext } from '../context.ts'
import type { PastDue, SubscriptionView } from '../service.ts'

/** The page of an invoice that waits; a view is worth having without. */
const payUrlOf = async (context: BillingContext | null, invoiceId: string | null): Promise<string | null> => {
  if (context === null || invoiceId === null) return null
  try {
    return (await context.stripe.invoices.retrieve(invoiceId)).hosted_invoice_url ?? null
  } catch (error) {
    log('error', { worker: 'billing', invoice: invoiceId, ...describeError(error) })
    return null
  }
}

const pastDueOf = async (context: BillingContext | null, row: BillingRecord): Promise<PastDue | null> => {
  const { pastDueSince, graceEndsAt, openInvoiceId, openInvoiceAttempts, openInvoiceCents } = row
  if (pastDueSince === null || graceEndsAt === null) return null
  return {
    since: pastDueSince.getTime(),
    graceEndsAt: graceEndsAt.getTime(),
    attempts: openInvoiceAttempts,
    amountCents: openInvoiceCents,
    payUrl: await payUrlOf(context, openInvoiceId),
  }
}

/** @param context `null`: this server sells nothing */
export const viewOf = async (
  db: Database,
  context: BillingContext | null,
  organizationId: string,
): Promise<SubscriptionView> => {
  const [row, organization] = await Promise.all([findBilling(db, organizationId), findOrganization(db, organizationId)])
  const plan = organization?.plan ?? 'free'
  const isSetUp = context !== null
  const nothing = { periodEndsAt: null, pending: null, pastDue: null, endedAt: null }
  if (!row) return { isSetUp, plan, status: 'none', subscribed: null, ...nothing }
  const { pendingPlan, pendingAt } = row
  return {
    isSetUp,
    plan,
    status: row.status,
    subscribed: row.subscribed,
    periodEndsAt: row.periodEndsAt?.getTime() ?? null,
    pending: pendingPlan && pendingAt ? { plan: pendingPlan, at: pendingAt.getTime() } : null,
    pastDue: await pastDueOf(context, row),
    endedAt: row.endedAt?.getTime() ?? null,
  }
}
