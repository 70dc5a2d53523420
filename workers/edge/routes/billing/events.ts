/** Takes Stripe's events, as bytes: what is signed is what came. Not below /api: nobody signs in here, the signature is the proof. */
import { RoomError } from '@syncforge/protocol/errors'
import { Hono } from 'hono'
import { takeEffect } from '../../billing/effect.ts'
import type { EdgeEnv } from '../../env.ts'
import { bodyBound } from '../../middleware/body-bound.ts'

const maxBytes = 256 * 1024

export const stripeEvents = new Hono<EdgeEnv>().post('/webhooks/stripe', bodyBound({ maxBytes }), async (c) => {
  const outcome = await c.env.BILLING.receive({
    requestId: c.get('requestId'),
    body: new Uint8Array(await c.req.arrayBuffer()),
    signature: c.req.header('stripe-signature') ?? null,
  })
  if (outcome === 'refused') throw new RoomError('VALIDATION_ERROR', 'This is not signed by Stripe, or too long ago')
  // What cannot be told now is told when Stripe sends the event again: a failure is a 500.
  if (outcome !== null) await takeEffect(c.env, outcome)
  return c.json({ received: true })
})
