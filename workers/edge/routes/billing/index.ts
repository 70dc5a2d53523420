/** Billing by REST: what is subscribed, and the ways to buy, change, end and pay it. Stripe itself is the billing worker's. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { plans } from '@syncforge/protocol/plans'
import type { Context } from 'hono'
import type { Answered, Asked, Over, PlanEffect, SubscriptionView, Use } from '../../../billing/service.ts'
import { databaseOf } from '../../../bindings/database.ts'
import { findOrganization } from '../../../db/queries/organizations/organizations.ts'
import { recordDone } from '../../auth/acting.ts'
import { ownOriginOf } from '../../auth/session.ts'
import { takeEffectNow } from '../../billing/effect.ts'
import { useOf } from '../../billing/use.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { OrganizationParams } from '../organizations/shapes.ts'
import { Address, Invoices, InvoicesQuery, PlanChange, PlanChoice, Preview, Subscription } from './shapes.ts'

const tags = ['Billing']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'ORGANIZATION_DELETED',
  'BILLING_NOT_SET_UP',
  'UNAVAILABLE',
] as const
const changing = [...always, 'NO_SUBSCRIPTION', 'PAYMENT_FAILED', 'PLAN_LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'] as const

const path = <P extends string>(name: P) => `/api/v1/organizations/{organizationId}/billing/${name}` as const
const params = OrganizationParams
const subscribed = { description: 'The subscription as it is now.', content: jsonContent(Subscription) }
const page = { description: 'Where to go.', content: jsonContent(Address) }
const choice = { required: true, content: jsonContent(PlanChoice) }

const subscription = declareRoute({
  method: 'get',
  path: path('subscription'),
  right: 'billing:read',
  tags,
  summary: 'Get the plan, the subscription and what is in use',
  request: { params },
  responses: { 200: subscribed, ...problems(...always) },
})

const refresh = declareRoute({
  method: 'post',
  path: path('refresh'),
  right: 'billing:write',
  tags,
  summary: 'Read the subscription at Stripe now',
  description: 'For whoever has just come back from a page of Stripe’s: nobody has to wait for its event.',
  request: { params },
  responses: { 200: subscribed, ...problems(...always) },
})

const checkout = declareRoute({
  method: 'post',
  path: path('checkout'),
  right: 'billing:write',
  tags,
  summary: 'Buy a plan',
  description: 'For an organization without a subscription. The page that was opened before is closed.',
  request: { params, body: choice },
  responses: { 200: page, ...problems(...always, 'SUBSCRIPTION_EXISTS', 'PAYLOAD_TOO_LARGE') },
})

const portal = declareRoute({
  method: 'post',
  path: path('portal'),
  right: 'billing:write',
  tags,
  summary: 'Change cards and addresses, see invoices',
  request: { params },
  responses: { 200: page, ...problems(...always, 'NO_SUBSCRIPTION') },
})

const preview = declareRoute({
  method: 'post',
  path: path('preview'),
  right: 'billing:read',
  tags,
  summary: 'See what another plan would cost now',
  description: 'Changes nothing.',
  request: { params, body: choice },
  responses: {
    200: { description: 'What it would cost, and from when on it would hold.', content: jsonContent(Preview) },
    ...problems(...always, 'PAYLOAD_TOO_LARGE'),
  },
})

const change = declareRoute({
  method: 'post',
  path: path('change'),
  right: 'billing:write',
  tags,
  summary: 'Change the plan',
  description:
    'A larger one at once, for its share of the period; a declined card changes nothing. A smaller one at the end of the period, and only when what is in use fits.',
  request: { params, body: { required: true, content: jsonContent(PlanChange) } },
  responses: { 200: subscribed, ...problems(...changing) },
})

const cancel = declareRoute({
  method: 'post',
  path: path('cancel'),
  right: 'billing:write',
  tags,
  summary: 'End the subscription with its period',
  request: { params },
  responses: { 200: subscribed, ...problems(...changing) },
})

const resume = declareRoute({
  method: 'post',
  path: path('resume'),
  right: 'billing:write',
  tags,
  summary: 'Take back an end or a smaller plan that has not taken effect',
  request: { params },
  responses: { 200: subscribed, ...problems(...changing) },
})

const invoices = declareRoute({
  method: 'get',
  path: path('invoices'),
  right: 'billing:read',
  tags,
  summary: 'List the invoices, newest first',
  description: 'Their links end after a while: ask again instead of keeping them.',
  request: { params, query: InvoicesQuery },
  responses: {
    200: { description: 'A page of them.', content: jsonContent(Invoices) },
    ...problems(...always),
  },
})

/** The reply. @throws RoomError what the billing worker refused */
const replyOf = <T>(answer: Answered<T>): T => {
  if (answer.ok) return answer.reply
  const { code, message, details } = answer.error
  throw new RoomError(code, message, details)
}

interface Asking extends Asked {
  readonly organization: string
  readonly email: string | null
}

/** Who asks, and the page that they come back to. */
const askingOf = async (c: Context<EdgeEnv>): Promise<Asking> => {
  const caller = c.get('caller')
  const { organizationId } = caller
  const found = await findOrganization(databaseOf(c.env), organizationId)
  if (!found) throw new RoomError('NOT_FOUND', 'There is no such organization')
  const origin = ownOriginOf(c.env, c.req.raw)
  const email = caller.kind === 'person' ? caller.email : null
  return { organizationId, page: `${origin}/dashboard/orgs/${found.slug}/billing`, organization: found.name, email }
}

const overOf = ({ plan }: SubscriptionView, use: Use): Over[] =>
  (['rooms', 'people'] as const).flatMap((limit) => {
    const [used, max] = [use[limit], plans[plan][limit]]
    return used !== null && max !== null && used > max ? [{ limit, use: used, max }] : []
  })

const view = async (c: Context<EdgeEnv>) => {
  const { organizationId } = c.get('caller')
  const [answer, use] = await Promise.all([c.env.BILLING.subscription(organizationId), useOf(c.env, organizationId)])
  const shown = replyOf(answer)
  const { rooms, people } = plans[shown.plan]
  const limits = { rooms: { use: use.rooms, max: rooms }, people: { use: use.people, max: people } }
  return { ...shown, limits, over: overOf(shown, use) }
}

/** Does it, sees that it takes effect, and writes down who did it. */
const carryOut = async (
  c: Context<EdgeEnv>,
  act: string,
  details: Readonly<Record<string, unknown>> | null,
  work: Promise<Answered<PlanEffect>>,
) => {
  const effect = replyOf(await work)
  await takeEffectNow(c.env, effect, c.get('requestId'))
  await recordDone(c, act, effect.organizationId, details)
  return view(c)
}

export const billing = new OpenAPIHono<EdgeEnv>()
  .openapi(subscription, async (c) => c.json(await view(c), 200))
  .openapi(refresh, async (c) => {
    const effect = replyOf(await c.env.BILLING.refresh(c.get('caller').organizationId))
    if (effect) await takeEffectNow(c.env, effect, c.get('requestId'))
    return c.json(await view(c), 200)
  })
  .openapi(checkout, async (c) => {
    const { plan } = c.req.valid('json')
    return c.json(replyOf(await c.env.BILLING.checkout(await askingOf(c), plan)), 200)
  })
  .openapi(portal, async (c) => c.json(replyOf(await c.env.BILLING.portal(await askingOf(c))), 200))
  .openapi(preview, async (c) => {
    const { plan } = c.req.valid('json')
    const asked = await askingOf(c)
    const use = await useOf(c.env, asked.organizationId)
    const shown = replyOf(await c.env.BILLING.preview({ ...asked, plan, use, prorationDate: null }))
    return c.json({ ...shown, lines: [...shown.lines], over: [...shown.over] }, 200)
  })
  .openapi(change, async (c) => {
    const { plan, prorationDate = null } = c.req.valid('json')
    const asked = await askingOf(c)
    const use = await useOf(c.env, asked.organizationId)
    const work = c.env.BILLING.change({ ...asked, plan, use, prorationDate })
    return c.json(await carryOut(c, 'billing.change', { plan }, work), 200)
  })
  .openapi(cancel, async (c) =>
    c.json(await carryOut(c, 'billing.cancel', null, c.env.BILLING.cancel(await askingOf(c))), 200),
  )
  .openapi(resume, async (c) =>
    c.json(await carryOut(c, 'billing.resume', null, c.env.BILLING.resume(await askingOf(c))), 200),
  )
  .openapi(invoices, async (c) => {
    const { limit, cursor = null } = c.req.valid('query')
    const { organizationId } = c.get('caller')
    const { invoices: shown, nextCursor } = replyOf(await c.env.BILLING.invoices({ organizationId, limit, cursor }))
    return c.json({ invoices: [...shown], nextCursor }, 200)
  })
