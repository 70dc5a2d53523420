/** Brings an account at Stripe to what the plans say: products, prices, what the portal offers, where events go. Again changes nothing. */
import { type PlanId, plans } from '@syncforge/protocol/plans'
import Stripe from 'stripe'
import { portalMark } from '../../workers/billing/actions/portal.ts'
import { lookupKeyOf, productIdOf, sold } from '../../workers/billing/products.ts'
import { eventTypes } from '../../workers/billing/state/receive.ts'
import { isMissing } from '../../workers/billing/stripe.ts'

/** Software as a service, for business use: what Stripe's tax goes by. */
const taxCode = 'txcd_10103001'

const setUpProduct = async (stripe: Stripe, plan: PlanId): Promise<string> => {
  const id = productIdOf(plan)
  const name = `SyncForge ${plans[plan].name}`
  try {
    const product = await stripe.products.retrieve(id)
    if (product.name !== name) await stripe.products.update(id, { name })
    return `product ${id}: there`
  } catch (error) {
    if (!isMissing(error)) throw error
    await stripe.products.create({ id, name, tax_code: taxCode, metadata: { plan } })
    return `product ${id}: made`
  }
}

/** The amount of a price cannot be changed: the key moves to a new one, and who has the old one keeps it. */
const setUpPrice = async (stripe: Stripe, plan: PlanId): Promise<string> => {
  const lookupKey = lookupKeyOf(plan)
  const cents = plans[plan].monthlyCents ?? 0
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 })
  const [price] = data
  if (price?.unit_amount === cents && price.currency === 'usd') return `price ${lookupKey}: there`
  await stripe.prices.create({
    product: productIdOf(plan),
    currency: 'usd',
    unit_amount: cents,
    recurring: { interval: 'month' },
    lookup_key: lookupKey,
    transfer_lookup_key: true,
    tax_behavior: 'exclusive',
  })
  return `price ${lookupKey}: ${price ? 'moved to a new amount' : 'made'}`
}

const portalFeatures = {
  customer_update: { enabled: true, allowed_updates: ['address', 'tax_id', 'name', 'email'] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: 'at_period_end' },
  // It knows nothing of what is in use: plans are changed in the dashboard.
  subscription_update: { enabled: false },
} as const

const setUpPortal = async (stripe: Stripe): Promise<string> => {
  const { data } = await stripe.billingPortal.configurations.list({ active: true, limit: 100 })
  const known = data.find(({ metadata }) => metadata?.syncforge === portalMark.syncforge)
  const features = {
    ...portalFeatures,
    customer_update: {
      enabled: true,
      allowed_updates: [...portalFeatures.customer_update.allowed_updates],
    },
  }
  if (known) {
    await stripe.billingPortal.configurations.update(known.id, { features, metadata: portalMark })
    return 'portal: there'
  }
  await stripe.billingPortal.configurations.create({ features, metadata: portalMark })
  return 'portal: made'
}

export interface SetUp {
  readonly lines: readonly string[]
  /** Shown this once, when the endpoint is made. */
  readonly webhookSecret: string | null
}

const setUpEndpoint = async (stripe: Stripe, publicUrl: string): Promise<{ line: string; secret: string | null }> => {
  const url = new URL('/webhooks/stripe', publicUrl).href
  const endpoints = await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 })
  const known = endpoints.find((endpoint) => endpoint.url === url && endpoint.api_version === Stripe.API_VERSION)
  const enabled_events = [...eventTypes]
  if (known) {
    await stripe.webhookEndpoints.update(known.id, { enabled_events })
    return { line: `events to ${url}: there`, secret: null }
  }
  // One of another version sends other shapes: its version cannot be changed.
  const { secret } = await stripe.webhookEndpoints.create({ url, enabled_events, api_version: Stripe.API_VERSION })
  const old = endpoints.filter((endpoint) => endpoint.url === url)
  const more = old.length > 0 ? `; remove ${old.map(({ id }) => id).join(', ')}, which speaks another version` : ''
  return { line: `events to ${url}: made${more}`, secret: secret ?? null }
}

/** @param publicUrl the address that people open */
export const setUpStripe = async (stripe: Stripe, publicUrl: string): Promise<SetUp> => {
  const lines: string[] = []
  for (const plan of sold) {
    lines.push(await setUpProduct(stripe, plan))
    lines.push(await setUpPrice(stripe, plan))
  }
  lines.push(await setUpPortal(stripe))
  const { line, secret } = await setUpEndpoint(stripe, publicUrl)
  return { lines: [...lines, line], webhookSecret: secret }
}

/** What Stripe lets nobody do but a person on its pages. */
export const byHand = [
  'By hand, at dashboard.stripe.com:',
  '  Settings, Billing, Subscriptions and emails: retry failed payments for 2 weeks, then cancel the subscription.',
  '  Settings, Tax: turn it on, with your own address and where you are registered.',
  '  Settings, Branding: your name and logo, which the checkout shows.',
] as const
