/** What the receiver of Stripe's events does with each kind of event: Stripe's own code signs, a stand-in answers, PostgreSQL keeps. */
import { eq } from 'drizzle-orm'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkout } from '../../../workers/billing/actions/checkout.ts'
import type { BillingContext } from '../../../workers/billing/context.ts'
import { receive } from '../../../workers/billing/state/receive.ts'
import { refresh } from '../../../workers/billing/state/refresh.ts'
import { openStripe } from '../../../workers/billing/stripe.ts'
import { findBilling, isApplied } from '../../../workers/db/queries/billing/subscriptions.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import type { Kept } from '../../../workers/dev/stripe/account.ts'
import { moveClock } from '../../../workers/dev/stripe/life/clock.ts'
import { payCheckout, setCard } from '../../../workers/dev/stripe/life/people.ts'
import { endSubscription } from '../../../workers/dev/stripe/life/subscriptions.ts'
import { newPrice, newProduct } from '../../../workers/dev/stripe/objects/catalogue.ts'
import { newSubscription } from '../../../workers/dev/stripe/objects/subscription.ts'
import { newOrganization, type OpenedDatabase, openStandIn, openTestDatabase, signed } from './account.ts'

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

let serial = 0
const daySeconds = 86_400

/** An organization that has paid for a plan at Stripe, of which nobody here has heard yet. */
const paid = async (plan: 'starter' | 'pro' = 'pro') => {
  const { db } = database
  serial += 1
  const standIn = openStandIn(db)
  const { account, rows, context } = standIn
  // Ids of its own: all accounts are in one database.
  rows.putValue('serial', String(serial * 10_000))
  const organizationId = await newOrganization(db, `org_events_${serial}`)
  const buyer = { organizationId, page: 'http://127.0.0.1/billing', organization: 'Acme', email: null }
  const { url } = await checkout(context, buyer, plan)
  const checkoutId = url.split('/').at(-1) ?? ''
  expect(payCheckout(account, checkoutId, 'good')).toBe('paid')
  const [subscription] = account.all('subscription')
  if (!subscription) throw new Error('nothing is subscribed')
  let seen = 0
  return {
    ...standIn,
    organizationId,
    checkoutId,
    customer: String(subscription.customer),
    /** As it is now. */
    subscription: () => account.find('subscription', subscription.id),
    /** What has happened at Stripe since the last call, as its events. */
    events() {
      const found = rows.eventsAfter(seen)
      seen = found.at(-1)?.seq ?? seen
      return found.map(({ payload }) => payload)
    },
    /** What is kept of all that here. */
    async kept() {
      const [organization] = await db.select().from(organizations).where(eq(organizations.id, organizationId))
      const { status, subscribed, appliedTicket } = (await findBilling(db, organizationId)) ?? {}
      return { plan: organization?.plan, status, subscribed, isRead: appliedTicket !== 0 }
    },
    setPlan: (to: 'enterprise') =>
      db.update(organizations).set({ plan: to }).where(eq(organizations.id, organizationId)),
  }
}
type Paid = Awaited<ReturnType<typeof paid>>

const untouched = { plan: 'free', status: 'none', subscribed: null, isRead: false }
const bought = { plan: 'pro', status: 'active', subscribed: 'pro', isRead: true }

const eventOf = ({ events }: Pick<Paid, 'events'>, type: Stripe.Event['type']): string => {
  const found = events().find((payload) => (JSON.parse(payload) as Stripe.Event).type === type)
  if (found === undefined) throw new Error(`no event ${type}`)
  return found
}
const idOf = (payload: string): string => (JSON.parse(payload) as Stripe.Event).id
const changed = (payload: string, change: object): string => JSON.stringify({ ...JSON.parse(payload), ...change })
const nowSeconds = () => Math.floor(Date.now() / 1_000)

describe('what Stripe has not signed is refused, and nothing of it is kept', () => {
  const secretOfOthers = 'whsec_of_somebody_else'
  it.each<[string, (payload: string) => ReturnType<typeof signed>]>([
    ['with another secret', (payload) => signed(payload, secretOfOthers)],
    ['301 seconds ago', (payload) => signed(payload, undefined, nowSeconds() - 302)],
    ['302 seconds ahead', (payload) => signed(payload, undefined, nowSeconds() + 330)],
    ['a day ahead', (payload) => signed(payload, undefined, nowSeconds() + daySeconds)],
    [
      'for another body',
      async (payload) => ({
        ...(await signed(payload)),
        body: new TextEncoder().encode(payload.replace('evt', 'evx')),
      }),
    ],
    [
      'for a body with a byte that is no text',
      async (payload) => ({
        ...(await signed(payload)),
        body: new Uint8Array([...new TextEncoder().encode(payload), 0xff]),
      }),
    ],
    ['with no signature in it', async (payload) => ({ ...(await signed(payload)), signature: 't=1' })],
    ['with nonsense', async (payload) => ({ ...(await signed(payload)), signature: 'v1=,t=,t=9e99,v1=zz' })],
    [
      'by the scheme of test events alone',
      async (payload) => {
        const told = await signed(payload)
        return { ...told, signature: told.signature.replace('v1=', 'v0=') }
      },
    ],
    ['what is no JSON', () => signed('{"id":"evt_1",')],
  ])('signed %s', async (_how, sign) => {
    const acme = await paid()
    const payload = eventOf(acme, 'checkout.session.completed')
    expect(await receive(acme.context, await sign(payload))).toBe('refused')
    expect(await acme.kept()).toEqual(untouched)
    expect(await isApplied(database.db, idOf(payload))).toBe(false)
    // The same event as Stripe signs it is taken: it was the signature.
    expect(await receive(acme.context, await signed(payload))).toMatchObject({ plan: 'pro' })
    expect(await acme.kept()).toEqual(bought)
  })

  it('takes one of two signatures, as there are while a secret is changed', async () => {
    const acme = await paid()
    const told = await signed(eventOf(acme, 'checkout.session.completed'))
    const signature = told.signature.replace('v1=', `v1=${'0'.repeat(64)},v1=`)
    expect(await receive(acme.context, { ...told, signature })).toMatchObject({ plan: 'pro' })
  })
})

describe('what Stripe has signed for somebody else changes nothing, and need not come again', () => {
  it.each<[string, object]>([
    ['of a connected account', { account: 'acct_somebody' }],
    ['of the other mode', { livemode: true }],
    ['in the shapes of another API version', { api_version: '2020-08-27' }],
    ['of a type that nobody asked for', { type: 'charge.succeeded' }],
    [
      'of a customer of nobody',
      { data: { object: { object: 'subscription', id: 'sub_1', customer: 'cus_of_nobody' } } },
    ],
    ['of no customer', { type: 'invoice.paid', data: { object: { object: 'invoice', id: 'in_1', customer: null } } }],
  ])('an event %s', async (_what, change) => {
    const acme = await paid()
    const payload = changed(eventOf(acme, 'checkout.session.completed'), change)
    expect(await receive(acme.context, await signed(payload))).toBeNull()
    expect(await acme.kept()).toEqual(untouched)
    expect(await isApplied(database.db, idOf(payload))).toBe(false)
  })

  it('with a key that moves money it is the events of tests that are somebody else’s', async () => {
    const acme = await paid()
    const live: BillingContext = { ...acme.context, livemode: true }
    const payload = eventOf(acme, 'checkout.session.completed')
    expect(await receive(live, await signed(payload))).toBeNull()
    expect(await receive(live, await signed(changed(payload, { livemode: true })))).toMatchObject({ plan: 'pro' })
  })
})

it('a checkout that is finished twice, by events in any order and all of them doubled, is one plan', async () => {
  const acme = await paid()
  expect(payCheckout(acme.account, acme.checkoutId, 'good')).toBe('closed')
  const all = acme.events()
  for (const payload of [...all.toReversed(), ...all]) await receive(acme.context, await signed(payload))
  expect(await acme.kept()).toEqual(bought)
  expect(acme.account.all('subscription')).toHaveLength(1)
  expect(acme.account.all('invoice')).toHaveLength(1)
})

it('a late event of the subscription that has ended changes nothing of the one that was bought after it', async () => {
  const acme = await paid()
  const early = acme.events()
  endSubscription(acme.account, acme.subscription(), 'cancellation_requested')
  const ended = acme.events()
  for (const payload of [...early, ...ended]) await receive(acme.context, await signed(payload))
  expect(await acme.kept()).toMatchObject({ plan: 'free', status: 'canceled' })
  const { organizationId, context, account } = acme
  const buyer = { organizationId, page: 'http://127.0.0.1/billing', organization: 'Acme', email: null }
  const { url } = await checkout(context, buyer, 'starter')
  payCheckout(account, url.split('/').at(-1) ?? '', 'good')
  for (const payload of [...acme.events(), ...ended]) await receive(context, await signed(payload))
  expect(await acme.kept()).toMatchObject({ plan: 'starter', status: 'active' })
})

it('of two subscriptions that live at once the larger counts', async () => {
  const acme = await paid('starter')
  const { account, customer, context } = acme
  const price = account.all('price').find(({ lookup_key }) => lookup_key === 'syncforge_pro_monthly')
  if (!price) throw new Error('no price')
  const { id: itemId } = account.birth('si')
  const second = newSubscription(account.birth('sub'), {
    itemId,
    customer,
    price,
    endsAt: account.now() + 30 * daySeconds,
    metadata: {},
  })
  account.put({ ...second, status: 'active' })
  const payload = eventOf(acme, 'checkout.session.completed')
  expect(await receive(context, await signed(payload))).toMatchObject({ plan: 'pro' })
})

describe('a subscription to what is no plan of ours', () => {
  /** As if somebody had made it by hand on Stripe's pages. */
  const turnInto = ({ account, subscription }: Paid, product: string) => {
    account.put(newProduct({ id: product, now: account.now() }, { name: 'Hat', metadata: {}, taxCode: null }))
    const price = account.put(newPrice(account.birth('price'), { product, cents: 900, lookupKey: null }))
    const [item] = subscription().items.data
    if (!item) throw new Error('no item')
    const before = subscription()
    const changedTo = account.put({ ...before, items: { ...before.items, data: [{ ...item, price }] } })
    account.emit('customer.subscription.updated', changedTo as Kept)
  }

  it.each(['prod_hat', 'syncforge_free', 'syncforge_enterprise', 'syncforge_gold'])(
    '%s changes nothing',
    async (product) => {
      const acme = await paid()
      for (const payload of acme.events()) await receive(acme.context, await signed(payload))
      turnInto(acme, product)
      const payload = eventOf(acme, 'customer.subscription.updated')
      expect(await receive(acme.context, await signed(payload))).toBeNull()
      expect(await acme.kept()).toEqual(bought)
      // It was looked at: it need not come again.
      expect(await isApplied(database.db, idOf(payload))).toBe(true)
    },
  )
})

describe('Enterprise, which is agreed by hand,', () => {
  it('is lowered by nothing that happens at Stripe', async () => {
    const acme = await paid('starter')
    await acme.setPlan('enterprise')
    const { account, customer } = acme
    const take = async () => {
      for (const payload of acme.events()) {
        const effect = await receive(acme.context, await signed(payload))
        if (effect !== null) expect(effect).toMatchObject({ plan: 'enterprise' })
      }
      expect(await acme.kept()).toMatchObject({ plan: 'enterprise' })
    }
    await take()
    setCard(account, customer, 'failing')
    moveClock(account, account.now() + 33 * daySeconds)
    await take()
    expect(await acme.kept()).toMatchObject({ status: 'past_due', subscribed: 'starter' })
    moveClock(account, account.now() + 60 * daySeconds)
    await take()
    expect(await acme.kept()).toMatchObject({ status: 'canceled' })
    expect(await refresh(acme.context, customer)).toMatchObject({ plan: 'enterprise', refreshInMs: null })
  })
})

describe('a failure on the way is none: the event is not marked, and comes again', () => {
  it('Stripe does not answer while it is read', async () => {
    const acme = await paid()
    const payload = eventOf(acme, 'checkout.session.completed')
    const away = openStripe('sk_test_1', async () => Response.json({ error: { type: 'api_error' } }, { status: 400 }))
    await expect(receive({ ...acme.context, stripe: away }, await signed(payload))).rejects.toThrow()
    expect(await acme.kept()).toEqual(untouched)
    expect(await isApplied(database.db, idOf(payload))).toBe(false)
    expect(await receive(acme.context, await signed(payload))).toMatchObject({ plan: 'pro' })
    expect(await isApplied(database.db, idOf(payload))).toBe(true)
  })

  it('what was written is told again: whoever was cut off before rooms heard of it hears of it', async () => {
    const acme = await paid()
    const told = await signed(eventOf(acme, 'checkout.session.completed'))
    const first = await receive(acme.context, told)
    expect(first).toMatchObject({ plan: 'pro', refreshInMs: 86_400_000 })
    expect(await receive(acme.context, told)).toEqual(first)
  })
})

it('the daily look finds what no event has told: a plan bought, a card that failed, a grace that is over, an end', async () => {
  const acme = await paid()
  const { account, context, customer } = acme
  const look = () => refresh(context, customer)
  expect(await look()).toMatchObject({ plan: 'pro', refreshInMs: 86_400_000 })
  setCard(account, customer, 'failing')
  const [{ current_period_end: endsAt } = { current_period_end: 0 }] = acme.subscription().items.data
  moveClock(account, endsAt + 2 * 3_600)
  expect(await look()).toMatchObject({ plan: 'pro', refreshInMs: 86_400_000 })
  // The invoice was due an hour after the period; half an hour is left of the fourteen days.
  moveClock(account, endsAt + 3_600 + 14 * daySeconds - 1_800)
  expect(await look()).toMatchObject({ plan: 'pro', refreshInMs: 1_800_000 })
  moveClock(account, account.now() + 1_800)
  expect(await look()).toMatchObject({ plan: 'free', refreshInMs: 86_400_000 })
  moveClock(account, account.now() + 30 * daySeconds)
  expect(await look()).toMatchObject({ plan: 'free', refreshInMs: null })
  expect(await acme.kept()).toMatchObject({ status: 'canceled' })
})
