/** Sessions of the checkout as Stripe shows them. */
import type Stripe from 'stripe'
import type { Birth } from '../account.ts'

export interface NewCheckout {
  readonly customer: string
  readonly price: Stripe.Price
  readonly reference: string | null
  readonly metadata: Record<string, string>
  readonly successUrl: string
  readonly cancelUrl: string | null
  readonly pages: string
}

const dayInSeconds = 86_400

/** What a session has that nobody here looks at. */
const unused = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: false,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  discounts: [],
  integration_identifier: null,
  invoice_creation: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  total_details: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>

export const newCheckout = ({ id, now }: Birth, of: NewCheckout) =>
  ({
    ...unused,
    id,
    object: 'checkout.session',
    amount_subtotal: of.price.unit_amount,
    amount_total: of.price.unit_amount,
    automatic_tax: {
      enabled: true,
      liability: { type: 'self' },
      provider: null,
      status: 'requires_location_inputs',
    },
    billing_address_collection: 'required',
    cancel_url: of.cancelUrl,
    client_reference_id: of.reference,
    created: now,
    currency: 'usd',
    customer: of.customer,
    expires_at: now + dayInSeconds,
    invoice: null,
    livemode: false,
    metadata: { ...of.metadata, price: of.price.id },
    mode: 'subscription',
    payment_method_collection: 'always',
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    status: 'open',
    subscription: null,
    success_url: of.successUrl,
    ui_mode: 'hosted_page',
    url: `${of.pages}/checkout/${id}`,
  }) satisfies Stripe.Checkout.Session
