/** What the billing worker is given: the settings that `npm start` or a deployment adds. */
import type { DatabaseSettings } from '../db/client.ts'
import type { MailEnv } from '../mail/open.ts'

export interface Env extends MailEnv, DatabaseSettings {
  /** `sk_…` or `rk_…`: the account at Stripe that is paid. Left out, nothing is sold. */
  readonly STRIPE_SECRET_KEY?: string
  /** `whsec_…`: proves that events are Stripe's. */
  readonly STRIPE_WEBHOOK_SECRET?: string
  /** In development, what answers instead of Stripe. */
  readonly STRIPE?: { fetch(input: string | Request, init?: RequestInit): Promise<Response> }
}
