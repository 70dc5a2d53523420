/** Delivers events, signed, until they are taken: soon again at first, later less often. */
import type Stripe from 'stripe'
import type { PendingEvent, Rows } from './rows.ts'

/** Hands over one event; whether it was taken. */
export type Deliver = (payload: string, signature: string) => Promise<boolean>

const atOnce = 10
const retryFirstMs = 500
const retryMaxMs = 60_000

interface Signing {
  readonly stripe: Stripe
  readonly secret: string
}

export const deliverDue = async (
  rows: Rows,
  { stripe, secret }: Signing,
  deliver: Deliver,
  clock: () => number,
): Promise<void> => {
  const send = async ({ seq, payload, attempts }: PendingEvent) => {
    const signature = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret })
    const isTaken = await deliver(payload, signature).catch(() => false)
    const waitMs = Math.min(retryMaxMs, retryFirstMs * 2 ** attempts)
    rows.settleEvent(seq, attempts + 1, isTaken ? null : clock() + waitMs)
  }
  await Promise.all(rows.dueEvents(clock(), atOnce).map(send))
}
