/** What everything here works with. */
import type Stripe from 'stripe'
import type { Database } from '../db/client.ts'
import type { SendMail } from '../mail/mail.ts'

export interface BillingContext {
  readonly stripe: Stripe
  readonly db: Database
  readonly send: SendMail
  /** Whether the key moves money: events of the other kind are somebody else's. */
  readonly livemode: boolean
  readonly webhookSecret: string
}
