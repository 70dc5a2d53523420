/** Stripe's stand-in in this process, with rows of its own, asked by Stripe's own client. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type Stripe from 'stripe'
import { openStripe } from '../../workers/billing/stripe.ts'
import { type Account, openAccount } from '../../workers/dev/stripe/account.ts'
import { answerCall } from '../../workers/dev/stripe/api/index.ts'
import { openRows, type Rows } from '../../workers/dev/stripe/rows.ts'

export interface StripeAccount {
  readonly account: Account
  readonly rows: Rows
  readonly stripe: Stripe
}

/**
 * With nothing sold yet.
 *
 * @param pause awaited between what Stripe answers and its arrival: what is read may be old by then
 */
export const openStripeAccount = (pause = async () => {}): StripeAccount => {
  const sqlite = new DatabaseSync(':memory:')
  const prepared = new Map<string, StatementSync>()
  const rows = openRows({
    exec(query, ...bindings) {
      const statement = prepared.get(query) ?? sqlite.prepare(query)
      prepared.set(query, statement)
      const found = statement.all(...bindings) as Record<string, unknown>[]
      return { toArray: () => found }
    },
  })
  const account = openAccount(rows, () => Date.UTC(2026, 0, 31, 12))
  account.setNow(Date.UTC(2026, 0, 31, 12) / 1_000)
  const ask = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address)
    const headers = new Headers(init.headers)
    const method = init.method ?? 'GET'
    const answer = answerCall(account, rows, {
      method,
      path: url.pathname.slice('/v1/'.length),
      form: method === 'POST' ? String(init.body ?? '') : url.search.slice(1),
      authorization: headers.get('authorization'),
      idempotencyKey: headers.get('idempotency-key'),
    })
    await pause()
    return answer
  }
  return { account, rows, stripe: openStripe('sk_test_1', ask) }
}
