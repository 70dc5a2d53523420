/** The invoices of an organization, newest first, page by page. Their links expire: they are asked for with each view. */
import { RoomError } from '@syncforge/protocol/errors'
import { findBilling } from '../../db/queries/billing/subscriptions.ts'
import type { BillingContext } from '../context.ts'
import type { InvoicePage, InvoicesAsked } from '../service.ts'
import { isMissing } from '../stripe.ts'

const none = { data: [], has_more: false }

/** @throws RoomError VALIDATION_ERROR for a cursor that is none */
export const invoices = async (
  { stripe, db }: BillingContext,
  { organizationId, limit, cursor }: InvoicesAsked,
): Promise<InvoicePage> => {
  const customer = (await findBilling(db, organizationId))?.customerId
  if (!customer) return { invoices: [], nextCursor: null }
  const after = cursor === null ? {} : { starting_after: cursor }
  const { data, has_more } = await stripe.invoices.list({ customer, limit, ...after }).catch((error: unknown) => {
    if (!isMissing(error)) throw error
    if (cursor === null) return none
    throw new RoomError('VALIDATION_ERROR', 'The request is not valid', [{ path: 'cursor', message: 'no such page' }])
  })
  const shown = data.map(({ id, number, status, total, currency, created, hosted_invoice_url, invoice_pdf }) => ({
    id,
    number,
    status: status ?? 'draft',
    totalCents: total,
    currency,
    createdAt: created * 1_000,
    pageUrl: hosted_invoice_url ?? null,
    pdfUrl: invoice_pdf ?? null,
  }))
  return { invoices: shown, nextCursor: has_more ? (shown.at(-1)?.id ?? null) : null }
}
