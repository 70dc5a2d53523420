/** The object that is the account: one, with everything in its rows. Events leave by its alarm. */
import { DurableObject } from 'cloudflare:workers'
import { type Account, openAccount } from './account.ts'
import { answerCall } from './api/index.ts'
import { stockCatalogue } from './catalogue.ts'
import { deliverDue } from './delivery.ts'
import { moveClock } from './life/clock.ts'
import { answerPage } from './pages/index.ts'
import { openRows, type Rows } from './rows.ts'
import { signer } from './signer.ts'

export interface Env {
  readonly ACCOUNT: DurableObjectNamespace<StripeAccount>
  readonly RECEIVER: { fetch(address: string, init: RequestInit): Promise<Response> }
  readonly STRIPE_WEBHOOK_SECRET: string
}

const deliveryTimeoutMs = 20_000

export class StripeAccount extends DurableObject<Env> {
  readonly #rows: Rows
  readonly #account: Account

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#rows = openRows(state.storage.sql)
    this.#account = openAccount(this.#rows, () => Date.now())
    stockCatalogue(this.#account)
  }

  /** The clock goes on by itself, and stays ahead by as much as it was moved. */
  #catchUp(): void {
    const real = Math.floor(Date.now() / 1_000)
    moveClock(this.#account, real + Number(this.#rows.value('ahead') ?? 0))
  }

  #keepAhead(): void {
    const real = Math.floor(Date.now() / 1_000)
    this.#rows.putValue('ahead', String(Math.max(0, this.#account.now() - real)))
  }

  async #ring(): Promise<void> {
    const due = this.#rows.nextDue()
    if (due !== null) await this.ctx.storage.setAlarm(Math.max(due, Date.now()))
  }

  #answer(request: Request, body: string): Response {
    const { pathname, search } = new URL(request.url)
    const path = pathname.replace(/^\/dev\/stripe/, '')
    if (path.startsWith('/v1/')) {
      const isQuery = request.method === 'GET' || request.method === 'DELETE'
      return answerCall(this.#account, this.#rows, {
        method: request.method,
        path: path.slice('/v1/'.length),
        form: isQuery ? search.slice(1) : body,
        authorization: request.headers.get('authorization'),
        idempotencyKey: request.headers.get('idempotency-key'),
      })
    }
    const sent = request.method === 'POST' ? new URLSearchParams(body) : null
    return answerPage(this.#account, path.replace(/^\/|\/$/g, ''), sent)
  }

  override async fetch(request: Request): Promise<Response> {
    const body = await request.text()
    this.#catchUp()
    const answer = this.#answer(request, body)
    this.#keepAhead()
    await this.#ring()
    return answer
  }

  override async alarm(): Promise<void> {
    const deliver = async (payload: string, signature: string): Promise<boolean> => {
      const answer = await this.env.RECEIVER.fetch('http://syncforge/webhooks/stripe', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body: payload,
        signal: AbortSignal.timeout(deliveryTimeoutMs),
      })
      await answer.body?.cancel()
      return answer.ok
    }
    const secret = this.env.STRIPE_WEBHOOK_SECRET
    await deliverDue(this.#rows, { stripe: signer, secret }, deliver, () => Date.now())
    await this.#ring()
  }
}
