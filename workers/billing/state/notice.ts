/** Writes to the owners when a payment has failed: once for each try of an invoice, whatever events tell of it. */
import { plans } from '@syncforge/protocol/plans'
import { claimNotice, noticeSent, ownersOf } from '../../db/queries/billing/notices.ts'
import type { BillingReading, BillingRecord } from '../../db/queries/billing/subscriptions.ts'
import { paymentFailedLetter } from '../../mail/billing-letters.ts'
import type { BillingContext } from '../context.ts'

export const tellOwners = async (
  { db, send }: BillingContext,
  { organizationId, page: url }: Pick<BillingRecord, 'organizationId' | 'page'>,
  { openInvoiceId: invoiceId, openInvoiceAttempts: attempt, ...reading }: BillingReading,
): Promise<void> => {
  const { graceEndsAt, subscribed, openInvoiceCents: amountCents } = reading
  if (invoiceId === null || graceEndsAt === null || attempt === 0) return
  const notice = { organizationId, invoiceId, attempt }
  if (!(await claimNotice(db, notice))) return
  const { organization, emails } = await ownersOf(db, organizationId)
  const plan = plans[subscribed ?? 'free'].name
  for (const to of emails) {
    await send(paymentFailedLetter({ to, url, organization, plan, amountCents, graceEndsAt }))
  }
  await noticeSent(db, notice)
}
