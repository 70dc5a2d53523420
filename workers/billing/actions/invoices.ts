/** The invoices of an organization, newest first. Their links expire: they are asked for with each view. */
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import type { InvoiceView } from '../service.ts'
import { isMissing } from '../stripe.ts'

/** Two years of them. */
const shown = 24

export const invoices = async (
  { stripe, db }: BillingContext,
  organizationId: string,
): Promise<readonly InvoiceView[]> => {
  const customer = (await findBilling(db, organizationId))?.customerId
  if (!customer) return []
  const { data } = await stripe.invoices.list({ customer, limit: shown }).catch((error: unknown) => {
    if (isMissing(error)) return { data: [] }
    throw error
  })
  return data.map(({ id, number, status, total, currency, created, hosted_invoice_url, invoice_pdf }) => ({
    id,
    number,
    status: status ?? 'draft',
    totalCents: total,
    currency,
    createdAt: created * 1_000,
    pageUrl: hosted_invoice_url ?? null,
    pdfUrl: invoice_pdf ?? null,
  }))
}
