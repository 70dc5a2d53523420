/** The two cards that anybody here has, by Stripe's names for such. */
import type Stripe from 'stripe'

export const cards = { good: 'pm_card_visa', failing: 'pm_card_chargeCustomerFail' } as const

export type CardKind = keyof typeof cards

export const cardOf = ({ invoice_settings }: Stripe.Customer): string | null => {
  const method = invoice_settings.default_payment_method
  return typeof method === 'string' ? method : (method?.id ?? null)
}
