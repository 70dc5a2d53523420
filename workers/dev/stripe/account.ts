/** One account at Stripe: its objects, its clock, the events of what happens to them. Everything is rows: nothing is lost with the process. */
import Stripe from 'stripe'
import { refuse } from './refusal.ts'
import type { Rows } from './rows.ts'

export type Kept =
  | Stripe.Product
  | Stripe.Price
  | Stripe.Customer
  | Stripe.Checkout.Session
  | Stripe.BillingPortal.Session
  | Stripe.BillingPortal.Configuration
  | Stripe.Subscription
  | Stripe.SubscriptionSchedule
  | Stripe.Invoice
  | Stripe.WebhookEndpoint

export type Kind = Kept['object']
export type Of<K extends Kind> = Extract<Kept, { object: K }>

/** What every object is born with. Times are Stripe's: seconds. */
export interface Birth {
  readonly id: string
  readonly now: number
}

export interface Account {
  /** Its clock, in seconds: it can be moved forward. */
  now(): number
  setNow(seconds: number): void
  /** Where its pages are, such as `http://127.0.0.1:8787/dev/stripe`. */
  pages(): string
  setPages(address: string): void
  birth(prefix: string): Birth
  /** Also what was changed since it was found. */
  put<T extends Kept>(object: T): T
  /** @throws StripeRefusal */
  find<K extends Kind>(kind: K, id: unknown): Of<K>
  /** Newest first. */
  all<K extends Kind>(kind: K, customer?: string): Of<K>[]
  emit(type: Stripe.Event['type'], object: Kept, before?: object): void
}

const customerOf = (object: Kept): string | null => {
  const { customer } = object as { readonly customer?: unknown }
  return typeof customer === 'string' ? customer : null
}

const names: Partial<Record<Kind, string>> = { 'checkout.session': 'checkout session' }

/** @param realNow the time of the machine, in milliseconds: when events are due */
export const openAccount = (rows: Rows, realNow: () => number): Account => {
  const now = () => Number(rows.value('now') ?? Math.floor(realNow() / 1_000))
  const nextNumber = () => {
    const number = Number(rows.value('serial') ?? 0) + 1
    rows.putValue('serial', String(number))
    return number
  }
  const birth = (prefix: string): Birth => ({
    id: `${prefix}_standin${String(nextNumber()).padStart(8, '0')}`,
    now: now(),
  })
  return {
    now,
    setNow: (seconds) => rows.putValue('now', String(seconds)),
    pages: () => rows.value('pages') ?? 'http://127.0.0.1/dev/stripe',
    setPages: (address) => rows.putValue('pages', address),
    birth,
    put(object) {
      rows.put(object.id, object.object, customerOf(object), object)
      return object
    },
    find<K extends Kind>(kind: K, id: unknown): Of<K> {
      const found = rows.object(String(id)) as Kept | undefined
      if (found?.object === kind) return found as Of<K>
      return refuse(`No such ${names[kind] ?? kind}: '${String(id)}'`, {
        status: 404,
        code: 'resource_missing',
        param: 'id',
      })
    },
    all: <K extends Kind>(kind: K, customer?: string) => rows.objects(kind, customer) as Of<K>[],
    emit(type, object, before) {
      const { id, now: created } = birth('evt')
      const event = {
        id,
        object: 'event',
        api_version: Stripe.API_VERSION,
        created,
        livemode: false,
        pending_webhooks: 1,
        request: null,
        type,
        data: { object, ...(before === undefined ? {} : { previous_attributes: before }) },
      }
      rows.addEvent(id, JSON.stringify(event), realNow())
    },
  }
}
