/** `/dev/plan`: in development, sets an organization's plan by hand, as an operator does in production by SQL. Elsewhere there is no such address. */
import { planIds } from '@syncforge/protocol/plans'
import { Hono } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../bindings/database.ts'
import { setPlan } from '../../db/queries/organizations/organizations.ts'
import type { EdgeEnv } from '../env.ts'
import { planChanged } from '../limits/plan.ts'
import { invalid, onNotFound } from '../problem.ts'

const Body = z.strictObject({ organizationId: z.string(), plan: z.enum(planIds) })

export const developmentPlan = new Hono<EdgeEnv>().post('/dev/plan', async (c) => {
  if (c.env.SYNCFORGE_ENV !== 'development') return onNotFound(c)
  const parsed = Body.safeParse(await c.req.json().catch(() => null))
  if (!parsed.success) throw invalid(parsed.error.issues)
  const { organizationId, plan } = parsed.data
  if (!(await setPlan(databaseOf(c.env), organizationId, plan))) return onNotFound(c)
  await planChanged(c.env, organizationId)
  return c.body(null, 204)
})
