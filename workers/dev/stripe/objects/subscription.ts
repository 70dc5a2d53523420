/** Subscriptions and their schedules as Stripe shows them. */
import type Stripe from 'stripe'
import type { Birth } from '../account.ts'

export interface NewSubscription {
  readonly itemId: string
  readonly customer: string
  readonly price: Stripe.Price
  readonly endsAt: number
  readonly metadata: Record<string, string>
}

/** The older shape of a price, which every item still carries. */
const planOfPrice = (price: Stripe.Price) =>
  ({
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: null,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: 'usd',
    interval: 'month',
    interval_count: 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product: String(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  }) satisfies Stripe.Plan

const newItem = (id: string, subscription: Birth, { price, endsAt }: NewSubscription) =>
  ({
    id,
    object: 'subscription_item',
    billing_thresholds: null,
    created: subscription.now,
    current_period_end: endsAt,
    current_period_start: subscription.now,
    discounts: [],
    metadata: {},
    plan: planOfPrice(price),
    price,
    quantity: 1,
    subscription: subscription.id,
    tax_rates: [],
  }) satisfies Stripe.SubscriptionItem

/** What a subscription has that nobody here looks at. */
const unused = {
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  cancellation_details: null,
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  test_clock: null,
  transfer_data: null,
  trial_end: null,
  trial_settings: null,
  trial_start: null,
} satisfies Partial<Stripe.Subscription>

/** Harsher than Stripe on purpose: one is `incomplete` until its first invoice is paid, and tells of it. */
export const newSubscription = (birth: Birth, of: NewSubscription) =>
  ({
    ...unused,
    id: birth.id,
    object: 'subscription',
    automatic_tax: { disabled_reason: null, enabled: true, liability: { type: 'self' } },
    billing_cycle_anchor: birth.now,
    billing_mode: { flexible: null, type: 'flexible' },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    collection_method: 'charge_automatically',
    created: birth.now,
    currency: 'usd',
    customer: of.customer,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      issuer: { type: 'self' },
    } as Stripe.Subscription['invoice_settings'],
    items: {
      object: 'list',
      url: `/v1/subscription_items?subscription=${birth.id}`,
      has_more: false,
      data: [newItem(of.itemId, birth, of)],
    },
    latest_invoice: null,
    livemode: false,
    metadata: of.metadata,
    schedule: null,
    start_date: birth.now,
    status: 'incomplete',
  }) satisfies Stripe.Subscription

/** With its present phase alone, as one has that is made from a subscription. */
export const newSchedule = (
  { id, now }: Birth,
  of: Stripe.Subscription,
  phase: { readonly price: string; readonly start_date: number; readonly end_date: number },
) => {
  const { price, start_date, end_date } = phase
  return {
    id,
    object: 'subscription_schedule',
    application: null,
    billing_mode: of.billing_mode,
    canceled_at: null,
    completed_at: null,
    created: now,
    current_phase: { start_date, end_date },
    customer: of.customer,
    customer_account: null,
    default_settings: {} as Stripe.SubscriptionSchedule['default_settings'],
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    phases: [
      { items: [{ price, quantity: 1 }], start_date, end_date },
    ] as unknown as Stripe.SubscriptionSchedule['phases'],
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: of.id,
    test_clock: null,
  } satisfies Stripe.SubscriptionSchedule
}
