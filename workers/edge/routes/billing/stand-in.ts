/** `/dev/stripe`: in development without a key of Stripe's, the pages of what stands in for it. Elsewhere there are no such pages. */
import { Hono } from 'hono'
import type { EdgeEnv } from '../../env.ts'
import { onNotFound } from '../../problem.ts'

export const stripeStandIn = new Hono<EdgeEnv>().all('/dev/stripe/*', async (c) => {
  if (c.env.SYNCFORGE_ENV !== 'development') return onNotFound(c)
  // A page of Stripe's is left by its own forms: the browser follows, not the edge.
  const answer = await c.env.BILLING.fetch(new Request(c.req.raw, { redirect: 'manual' }))
  return answer.status === 404 && answer.body === null ? onNotFound(c) : new Response(answer.body, answer)
})
