/** Customers, and the sessions of the portal that they are sent to. */
import type Stripe from 'stripe'
import type { Birth } from '../account.ts'

export const newCustomer = (
  { id, now }: Birth,
  { email, name, metadata }: { email: string | null; name: string | null; metadata: Record<string, string> },
): Stripe.Customer => ({
  id,
  object: 'customer',
  address: null,
  balance: 0,
  created: now,
  currency: null,
  default_source: null,
  delinquent: false,
  description: null,
  email,
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  livemode: false,
  metadata,
  name,
  phone: null,
  shipping: null,
  tax_exempt: 'none',
})

export const newPortalSession = (
  { id, now }: Birth,
  { customer, configuration, returnUrl, pages }: Record<'customer' | 'configuration' | 'returnUrl' | 'pages', string>,
) =>
  ({
    id,
    object: 'billing_portal.session',
    configuration,
    created: now,
    customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${pages}/portal/${id}`,
  }) satisfies Stripe.BillingPortal.Session
