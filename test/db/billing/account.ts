/** Stripe's stand-in in this process, and the billing worker's own code in front of a real PostgreSQL. */
import { drizzle } from 'drizzle-orm/node-postgres'
import Stripe from 'stripe'
import { prepareServer } from '../../../scripts/start/database/server.ts'
import type { BillingContext } from '../../../workers/billing/context.ts'
import type { Database } from '../../../workers/db/client.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { stockCatalogue } from '../../../workers/dev/stripe/catalogue.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { openPool, startPostgres } from '../../kit/postgres.ts'
import { openStripeAccount, type StripeAccount } from '../../kit/stripe-account.ts'

const webhookSecret = 'whsec_only_for_this_test'

export interface OpenedDatabase {
  readonly db: Database
  end(): Promise<void>
}

export const openTestDatabase = async (): Promise<OpenedDatabase> => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  await prepareServer(new URL(postgres.url), migrationsFolder, async () => {})
  const pool = openPool(postgres)
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

export interface StandIn extends Omit<StripeAccount, 'stripe'> {
  readonly context: BillingContext
}

/** @param pause awaited between what Stripe answers and its arrival: what is read may be old by then */
export const openStandIn = (db: Database, pause?: () => Promise<void>): StandIn => {
  const { account, rows, stripe } = openStripeAccount(pause)
  stockCatalogue(account)
  return { account, rows, context: { stripe, db, send: async () => {}, livemode: false, webhookSecret } }
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
