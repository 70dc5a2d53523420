/** Products and prices as Stripe shows them. */
import type Stripe from 'stripe'
import type { Birth } from '../account.ts'

export const newProduct = (
  { id, now }: Birth,
  { name, metadata, taxCode }: { name: string; metadata: Record<string, string>; taxCode: string | null },
) =>
  ({
    id,
    object: 'product',
    active: true,
    created: now,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata,
    name,
    package_dimensions: null,
    shippable: null,
    tax_code: taxCode,
    type: 'service',
    updated: now,
    url: null,
  }) satisfies Stripe.Product

export const newPrice = (
  { id, now }: Birth,
  { product, cents, lookupKey }: { product: string; cents: number; lookupKey: string | null },
) =>
  ({
    id,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: now,
    currency: 'usd',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: lookupKey,
    metadata: {},
    nickname: null,
    product,
    recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
    tax_behavior: 'exclusive',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: cents,
    unit_amount_decimal: null,
  }) satisfies Stripe.Price
