/** Invoices and their lines as Stripe shows them. */
import type Stripe from 'stripe'
import type { Birth } from '../account.ts'

export interface NewLine {
  readonly id: string
  readonly price: Stripe.Price
  readonly amount: number
  readonly period: { readonly start: number; readonly end: number }
  readonly isProration: boolean
  readonly description: string
}

export const newLine = (of: Stripe.Subscription, { id, price, amount, period, isProration, description }: NewLine) =>
  ({
    id,
    object: 'line_item',
    amount,
    currency: 'usd',
    description,
    discount_amounts: [],
    discountable: !isProration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: of.metadata,
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { proration: isProration, subscription: of.id },
    } as Stripe.InvoiceLineItem['parent'],
    period,
    pretax_credit_amounts: [],
    pricing: {
      type: 'price_details',
      price_details: { price: price.id, product: String(price.product) },
    } as Stripe.InvoiceLineItem['pricing'],
    quantity: 1,
    quantity_decimal: null,
    subscription: of.id,
    subtotal: amount,
    taxes: [],
  }) satisfies Stripe.InvoiceLineItem

/** What an invoice has that nobody here looks at. */
const unused = {
  account_country: 'US',
  account_name: 'Stand-in',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  automatically_finalizes_at: null,
  custom_fields: null,
  customer_account: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  ending_balance: 0,
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>

export interface NewInvoice {
  readonly number: string
  readonly subscription: Stripe.Subscription
  readonly customer: Stripe.Customer
  readonly reason: Stripe.Invoice.BillingReason
  readonly lines: readonly Stripe.InvoiceLineItem[]
  readonly pages: string
}

export const newInvoice = (
  { id, now }: Birth,
  { number, subscription, customer, reason, lines, pages }: NewInvoice,
): Stripe.Invoice => {
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const due = Math.max(0, total)
  return {
    ...unused,
    id,
    object: 'invoice',
    amount_due: due,
    amount_paid: 0,
    amount_remaining: due,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: {
      disabled_reason: null,
      enabled: true,
      liability: { type: 'self' },
      provider: 'stripe',
      status: 'complete',
    },
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: now,
    currency: 'usd',
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    effective_at: now,
    hosted_invoice_url: `${pages}/invoices/${id}`,
    invoice_pdf: `${pages}/invoices/${id}/pdf`,
    lines: {
      object: 'list',
      url: `/v1/invoices/${id}/lines`,
      has_more: false,
      data: lines.map((line) => ({ ...line, invoice: id })),
    },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number,
    parent: {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
    } as Stripe.Invoice['parent'],
    period_end: now,
    period_start: now,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  } satisfies Stripe.Invoice
}
