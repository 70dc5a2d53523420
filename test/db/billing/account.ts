/** Stripe's stand-in in this process, with rows of its own, and the billing worker's own code in front of a real PostgreSQL. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import Stripe from 'stripe'
import { prepareServer } from '../../../scripts/start/database/server.ts'
import type { BillingContext } from '../../../workers/billing/context.ts'
import { openStripe } from '../../../workers/billing/stripe.ts'
import type { Database } from '../../../workers/db/client.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { type Account, openAccount } from '../../../workers/dev/stripe/account.ts'
import { answerCall } from '../../../workers/dev/stripe/api/index.ts'
import { stockCatalogue } from '../../../workers/dev/stripe/catalogue.ts'
import { openRows, type Rows } from '../../../workers/dev/stripe/rows.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { startPostgres } from '../../kit/postgres.ts'

export const webhookSecret = 'whsec_only_for_this_test'

export interface OpenedDatabase {
  readonly db: Database
  end(): Promise<void>
}

export const openTestDatabase = async (): Promise<OpenedDatabase> => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  await prepareServer(new URL(postgres.url), migrationsFolder, async () => {})
  const pool = new pg.Pool({ connectionString: postgres.url, max: 10 })
  // The server ends before the last connection has heard that it may go.
  pool.on('error', () => {})
  return {
    db: drizzle(pool),
    async end() {
      await pool.end()
      await postgres.stop()
    },
  }
}

export interface StandIn {
  readonly account: Account
  readonly rows: Rows
  readonly context: BillingContext
}

/**
 * @param pause awaited between what Stripe answers and its arrival: what is read may be old by then
 * @param isStocked whether what is sold is there from the start
 */
export const openStandIn = (db: Database, pause = async () => {}, isStocked = true): StandIn => {
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
  if (isStocked) stockCatalogue(account)
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
  const context = { stripe: openStripe('sk_test_1', ask), db, send: async () => {}, livemode: false, webhookSecret }
  return { account, rows, context }
}

export const newOrganization = async (db: Database, id: string): Promise<string> => {
  await db.insert(organizations).values({ id, name: id })
  return id
}

const utf8 = new TextEncoder()

/** An event as Stripe sends it. @param at when it is signed, in seconds */
export const signed = async (
  payload: string,
  secret = webhookSecret,
  at = Math.floor(Date.now() / 1_000),
): Promise<{ requestId: string; body: Uint8Array; signature: string }> => {
  const signature = await signer.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp: at })
  return { requestId: 'req_test', body: utf8.encode(payload), signature }
}

const signer = new Stripe('sk_test_1')
