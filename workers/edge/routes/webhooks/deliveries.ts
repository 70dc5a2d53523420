/** What has become of an endpoint's deliveries, by REST: listed, looked at, made again. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import { endpointObject, reachEndpoint } from '../../../bindings/endpoint.ts'
import { recordAct } from '../../../db/queries/organizations/audit-log.ts'
import { findWebhook, type Webhook } from '../../../db/queries/webhooks.ts'
import { actingDatabase } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import {
  DeliveryDetail,
  DeliveryList,
  DeliveryParams,
  DeliveryQuery,
  DeliveryShape,
  Redelivery,
  toDelivery,
  toDetail,
  WebhookParams,
} from './shapes.ts'

const tags = ['Webhooks']
const always = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'ORGANIZATION_DELETED',
  'UNAVAILABLE',
] as const
const path = '/api/v1/webhooks/{webhookId}' as const
const one = `${path}/deliveries/{deliveryId}` as const

const list = declareRoute({
  method: 'get',
  path: `${path}/deliveries`,
  right: 'webhooks:read',
  tags,
  summary: 'List deliveries, the newest first',
  description:
    'What is delivered is kept for a week, dead letters for 30 days, 10,000 of each at most. A redelivery is as new as it was asked for.',
  request: { params: WebhookParams, query: DeliveryQuery },
  responses: {
    200: { description: 'A page of deliveries.', content: jsonContent(DeliveryList) },
    ...problems(...always),
  },
})

const get = declareRoute({
  method: 'get',
  path: one,
  right: 'webhooks:read',
  tags,
  summary: 'Get a delivery with its request, answers and attempts',
  request: { params: DeliveryParams },
  responses: { 200: { description: 'The delivery.', content: jsonContent(DeliveryDetail) }, ...problems(...always) },
})

const redeliver = declareRoute({
  method: 'post',
  path: `${one}/redeliver`,
  right: 'webhooks:write',
  tags,
  summary: 'Deliver again',
  description:
    'With the same id and the same bytes, signed anew, after what waits of its room: out of order, therefore. One that still waits stays where it is.',
  request: { params: DeliveryParams },
  responses: { 200: { description: 'The delivery.', content: jsonContent(DeliveryShape) }, ...problems(...always) },
})

const redeliverSince = declareRoute({
  method: 'post',
  path: `${path}/redeliver`,
  right: 'webhooks:write',
  tags,
  summary: 'Deliver all since a time again',
  description:
    'Dead letters, or with `state: "all"` also what was delivered and is kept still: a week, 10,000 at most. Each with its id and bytes of before.',
  request: { params: WebhookParams, body: { required: true, content: jsonContent(Redelivery) } },
  responses: {
    200: {
      description: 'How many there are; they are put into the queue a hundred at a time.',
      content: jsonContent(z.object({ count: z.number().int() }).meta({ id: 'WebhookRedelivered' })),
    },
    ...problems(...always, 'PAYLOAD_TOO_LARGE'),
  },
})

/** @throws RoomError NOT_FOUND: an object without a record is never woken */
const requireWebhook = async (c: Context<EdgeEnv>, webhookId: string): Promise<Webhook> => {
  const found = await findWebhook(databaseOf(c.env), c.get('caller').organizationId, webhookId)
  if (found === undefined) throw new RoomError('NOT_FOUND', 'There is no such webhook endpoint')
  return found
}

/** Before anything is sent: what cannot be written down is not done. */
const recordRedelivery = (c: Context<EdgeEnv>, webhookId: string, which: Readonly<Record<string, unknown>>) =>
  recordAct(actingDatabase(c), c.get('caller').organizationId, 'webhooks.redeliver', webhookId, which)

const noDelivery = () => new RoomError('NOT_FOUND', 'There is no such delivery, or it is not kept any more')

export const deliveries = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { webhookId } = c.req.valid('param')
    const { state = null, limit, cursor } = c.req.valid('query')
    await requireWebhook(c, webhookId)
    const before = cursor === undefined ? null : Number(cursor)
    const found = await reachEndpoint(() => endpointObject(c.env, webhookId).list({ state, before, limit: limit + 1 }))
    const page = found.slice(0, limit)
    const nextCursor = found.length > limit ? String(page.at(-1)?.seq) : null
    return c.json({ deliveries: page.map(toDelivery), nextCursor }, 200)
  })
  .openapi(get, async (c) => {
    const { webhookId, deliveryId } = c.req.valid('param')
    const { url } = await requireWebhook(c, webhookId)
    const found = await reachEndpoint(() => endpointObject(c.env, webhookId).find(deliveryId))
    if (found === null) throw noDelivery()
    return c.json(toDetail(found, url), 200)
  })
  .openapi(redeliver, async (c) => {
    const { webhookId, deliveryId } = c.req.valid('param')
    await requireWebhook(c, webhookId)
    const object = endpointObject(c.env, webhookId)
    if ((await reachEndpoint(() => object.find(deliveryId))) === null) throw noDelivery()
    await recordRedelivery(c, webhookId, { deliveryId })
    const found = await reachEndpoint(() => object.redeliver(deliveryId))
    if (found === null) throw noDelivery()
    return c.json(toDelivery(found), 200)
  })
  .openapi(redeliverSince, async (c) => {
    const { webhookId } = c.req.valid('param')
    const { since, state } = c.req.valid('json')
    await requireWebhook(c, webhookId)
    await recordRedelivery(c, webhookId, { since, state })
    const count = await reachEndpoint(() => endpointObject(c.env, webhookId).redeliverSince(since, state))
    return c.json({ count }, 200)
  })
