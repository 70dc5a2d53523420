/** What the billing worker is given: the settings that `npm start` or a deployment adds. */
import type { MailEnv } from '../mail/open.ts'

export interface Env extends MailEnv {
  /** PostgreSQL, as the Neon driver reads it. */
  readonly DATABASE_URL: string
  /** Where that database answers queries over HTTP, when it is not Neon's own address. */
  readonly NEON_ENDPOINT?: string
  /** `sk_…` or `rk_…`: the account at Stripe that is paid. Left out, nothing is sold. */
  readonly STRIPE_SECRET_KEY?: string
  /** `whsec_…`: proves that events are Stripe's. */
  readonly STRIPE_WEBHOOK_SECRET?: string
  /** In development, what answers instead of Stripe. */
  readonly STRIPE?: { fetch(input: string | Request, init?: RequestInit): Promise<Response> }
}
