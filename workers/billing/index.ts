/** The billing worker: one call for each thing that the edge may ask, and Stripe's events. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { RoomError } from '@syncforge/protocol/errors'
import type { PlanId } from '@syncforge/protocol/plans'
import { openDatabase } from '../db/client.ts'
import { findBilling, pruneEvents } from '../db/queries/billing/subscriptions.ts'
import { openMail } from '../mail/open.ts'
import { tellSentry } from '../sentry.ts'
import { cancel, change, resume } from './actions/change.ts'
import { checkout } from './actions/checkout.ts'
import { close } from './actions/close.ts'
import { invoices } from './actions/invoices.ts'
import { portal } from './actions/portal.ts'
import { preview } from './actions/preview.ts'
import { viewOf } from './actions/view.ts'
import type { BillingContext } from './context.ts'
import type { Env } from './env.ts'
import { answered } from './refusals.ts'
import type {
  Asked,
  BillingService,
  Buyer,
  ChangeAsked,
  EventOutcome,
  InvoicesAsked,
  ReceivedEvent,
} from './service.ts'
import { receive } from './state/receive.ts'
import { refresh } from './state/refresh.ts'
import { openStripe } from './stripe.ts'

tellSentry('billing')

/** What stands in for Stripe takes any key of a test. */
const standInKey = 'sk_test_stand_in'

/** `null`: this server has no account at Stripe. */
const contextOf = (env: Env): BillingContext | null => {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET = '', STRIPE } = env
  const key = STRIPE_SECRET_KEY || (STRIPE && standInKey)
  if (!key) return null
  const db = openDatabase(env)
  const ask = STRIPE && !STRIPE_SECRET_KEY ? (url: string, init: RequestInit) => STRIPE.fetch(url, init) : undefined
  const livemode = /^[sr]k_live_/.test(key)
  return { stripe: openStripe(key, ask), db, send: openMail(env, db), livemode, webhookSecret: STRIPE_WEBHOOK_SECRET }
}

export default class Billing extends WorkerEntrypoint<Env> implements BillingService {
  /** @throws RoomError BILLING_NOT_SET_UP */
  #context(): BillingContext {
    const context = contextOf(this.env)
    if (context === null) {
      throw new RoomError('BILLING_NOT_SET_UP', 'This server sells nothing: it has no account at Stripe')
    }
    return context
  }

  #answer<T>(work: (context: BillingContext) => Promise<T>) {
    return answered(async () => work(this.#context()))
  }

  async checkout(buyer: Buyer, plan: PlanId) {
    return this.#answer((context) => checkout(context, buyer, plan))
  }

  async portal(asked: Asked) {
    return this.#answer((context) => portal(context, asked))
  }

  async subscription(organizationId: string) {
    return answered(() => viewOf(openDatabase(this.env), contextOf(this.env), organizationId))
  }

  async preview(asked: ChangeAsked) {
    return this.#answer((context) => preview(context, asked))
  }

  async change(asked: ChangeAsked) {
    return this.#answer((context) => change(context, asked))
  }

  async cancel(asked: Asked) {
    return this.#answer((context) => cancel(context, asked))
  }

  async resume(asked: Asked) {
    return this.#answer((context) => resume(context, asked))
  }

  async invoices(asked: InvoicesAsked) {
    return this.#answer((context) => invoices(context, asked))
  }

  async refresh(organizationId: string) {
    return this.#answer(async (context) => {
      const customer = (await findBilling(context.db, organizationId))?.customerId
      await pruneEvents(context.db)
      return customer ? refresh(context, customer) : null
    })
  }

  async close(organizationId: string) {
    const context = contextOf(this.env)
    return answered(async () => (context === null ? null : close(context, organizationId)))
  }

  async receive(event: ReceivedEvent): Promise<EventOutcome> {
    const context = contextOf(this.env)
    // Without a secret nothing is signed by anybody.
    if (context === null || context.webhookSecret === '') return 'refused'
    return receive(context, event)
  }

  override async fetch(request: Request): Promise<Response> {
    const { STRIPE, STRIPE_SECRET_KEY } = this.env
    return STRIPE && !STRIPE_SECRET_KEY ? STRIPE.fetch(request) : new Response(null, { status: 404 })
  }
}
