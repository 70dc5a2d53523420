/** Products, prices, what the portal offers, and where events go: what `npm run stripe:setup` makes. */
import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { formOf, listOf, textOf, textsOf } from '../form.ts'
import { newPrice, newProduct } from '../objects/catalogue.ts'
import { refuse } from '../refusal.ts'
import { type ApiRoute, pageOf } from './route.ts'

const takeLookupKey = (account: Account, lookupKey: string, isTransferred: boolean): void => {
  for (const price of account.all('price')) {
    if (price.lookup_key !== lookupKey) continue
    if (!isTransferred) {
      refuse('A price already uses that lookup key.', { code: 'resource_already_exists', param: 'lookup_key' })
    }
    account.put({ ...price, lookup_key: null })
  }
}

const isOn = (form: ReturnType<typeof formOf>) => form.enabled === 'true'

const configurationOf = (
  { id, now }: { readonly id: string; readonly now: number },
  form: ReturnType<typeof formOf>,
): Stripe.BillingPortal.Configuration => {
  const features = formOf(form.features)
  return {
    id,
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: now,
    default_return_url: textOf(form.default_return_url) ?? null,
    features: {
      customer_update: { allowed_updates: ['address', 'tax_id'], enabled: isOn(formOf(features.customer_update)) },
      invoice_history: { enabled: isOn(formOf(features.invoice_history)) },
      payment_method_update: {
        enabled: isOn(formOf(features.payment_method_update)),
        payment_method_configuration: null,
      },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: ['other'] },
        enabled: isOn(formOf(features.subscription_cancel)),
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: isOn(formOf(features.subscription_update)),
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: textsOf(form.metadata),
    name: null,
    updated: now,
  }
}

const endpointOf = (
  { id, now }: { readonly id: string; readonly now: number },
  form: ReturnType<typeof formOf>,
): Stripe.WebhookEndpoint => ({
  id,
  object: 'webhook_endpoint',
  api_version: textOf(form.api_version) ?? null,
  application: null,
  created: now,
  description: textOf(form.description) ?? null,
  enabled_events: listOf(form.enabled_events).flatMap((each) => textOf(each) ?? []),
  livemode: false,
  metadata: textsOf(form.metadata),
  status: 'enabled',
  url: textOf(form.url) ?? '',
})

export const catalogueRoutes: readonly ApiRoute[] = [
  {
    name: 'POST products',
    takes: ['id', 'name', 'tax_code', 'metadata'],
    run(account, form) {
      const id = textOf(form.id) ?? account.birth('prod').id
      if (account.all('product').some((product) => product.id === id)) {
        refuse('Product already exists.', { code: 'resource_already_exists', param: 'id' })
      }
      const named = { name: textOf(form.name) ?? '', metadata: textsOf(form.metadata) }
      return account.put(newProduct({ id, now: account.now() }, { ...named, taxCode: textOf(form.tax_code) ?? null }))
    },
  },
  { name: 'GET products/:id', takes: [], run: (account, _form, id) => account.find('product', id) },
  {
    name: 'POST products/:id',
    takes: ['name', 'tax_code', 'metadata', 'active'],
    run(account, form, id) {
      const product = account.find('product', id)
      return account.put({ ...product, name: textOf(form.name) ?? product.name })
    },
  },
  {
    name: 'GET prices',
    takes: ['lookup_keys', 'active', 'product'],
    run(account, form) {
      const keys = form.lookup_keys === undefined ? undefined : listOf(form.lookup_keys)
      const found = account
        .all('price')
        .filter((price) => keys === undefined || keys.includes(price.lookup_key ?? ''))
        .filter((price) => form.active === undefined || String(price.active) === form.active)
      return pageOf('prices', found, form)
    },
  },
  {
    name: 'POST prices',
    takes: ['product', 'currency', 'unit_amount', 'recurring', 'lookup_key', 'transfer_lookup_key', 'tax_behavior'],
    run(account, form) {
      const lookupKey = textOf(form.lookup_key) ?? null
      if (lookupKey !== null) takeLookupKey(account, lookupKey, form.transfer_lookup_key === 'true')
      const product = account.find('product', form.product).id
      const cents = Number(textOf(form.unit_amount))
      return account.put(newPrice(account.birth('price'), { product, cents, lookupKey }))
    },
  },
  {
    name: 'GET billing_portal/configurations',
    takes: ['active'],
    run: (account, form) => pageOf('billing_portal/configurations', account.all('billing_portal.configuration'), form),
  },
  {
    name: 'POST billing_portal/configurations',
    takes: ['features', 'business_profile', 'default_return_url', 'metadata'],
    run: (account, form) => account.put(configurationOf(account.birth('bpc'), form)),
  },
  {
    name: 'POST billing_portal/configurations/:id',
    takes: ['features', 'business_profile', 'default_return_url', 'metadata'],
    run(account, form, id) {
      const { created } = account.find('billing_portal.configuration', id)
      return account.put({ ...configurationOf({ id, now: account.now() }, form), created })
    },
  },
  {
    name: 'GET webhook_endpoints',
    takes: [],
    run: (account, form) => pageOf('webhook_endpoints', account.all('webhook_endpoint'), form),
  },
  {
    name: 'POST webhook_endpoints',
    takes: ['url', 'enabled_events', 'api_version', 'description', 'metadata'],
    // Its secret is shown this once.
    run: (account, form) => ({
      ...account.put(endpointOf(account.birth('we'), form)),
      secret: 'whsec_of_a_stand_in',
    }),
  },
  {
    name: 'POST webhook_endpoints/:id',
    takes: ['url', 'enabled_events', 'description', 'metadata'],
    run(account, form, id) {
      const { created, api_version, url } = account.find('webhook_endpoint', id)
      const changed = endpointOf({ id, now: account.now() }, form)
      return account.put({ ...changed, url: textOf(form.url) ?? url, created, api_version })
    },
  },
]
