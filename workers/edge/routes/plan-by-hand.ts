/**
 * An organization's plan, set by hand, and told to its open rooms: `/operator/plan` for whoever shows OPERATOR_TOKEN, and in development `/dev/plan`.
 * Elsewhere there are no such addresses.
 */
import { planIds } from '@syncforge/protocol/plans'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../bindings/database.ts'
import { setPlan } from '../../db/queries/organizations/organizations.ts'
import type { EdgeEnv } from '../env.ts'
import { planChanged } from '../limits/plan.ts'
import { requireShown } from '../middleware/shown-token.ts'
import { invalid, onNotFound } from '../problem.ts'

const Body = z.strictObject({ organizationId: z.string().min(1).max(64), plan: z.enum(planIds) })

const set = async (c: Context<EdgeEnv>) => {
  const parsed = Body.safeParse(await c.req.json().catch(() => null))
  if (!parsed.success) throw invalid(parsed.error.issues)
  const { organizationId, plan } = parsed.data
  if (!(await setPlan(databaseOf(c.env), organizationId, plan))) return onNotFound(c)
  await planChanged(c.env, organizationId)
  return c.body(null, 204)
}

export const planByHand = new Hono<EdgeEnv>()
  .post('/dev/plan', (c) => (c.env.SYNCFORGE_ENV === 'development' ? set(c) : onNotFound(c)))
  .post('/operator/plan', async (c) => {
    const { OPERATOR_TOKEN } = c.env
    if (!OPERATOR_TOKEN) return onNotFound(c)
    await requireShown(c, { OPERATOR_TOKEN })
    return set(c)
  })
