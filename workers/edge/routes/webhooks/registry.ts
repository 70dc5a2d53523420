/** Webhook endpoints by REST: made, listed, changed, given another secret, tested, deleted. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { isAccountType, type WebhookType } from '@syncforge/protocol/webhooks'
import type { Context } from 'hono'
import { databaseOf } from '../../../bindings/database.ts'
import { configureEndpoint, endpointObject, reachEndpoint } from '../../../bindings/endpoint.ts'
import { faultOfTarget } from '../../../courier/address.ts'
import {
  countWebhooks,
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  rotateWebhook,
  updateWebhook,
  type Webhook,
} from '../../../db/queries/webhooks.ts'
import { actingDatabase } from '../../auth/acting.ts'
import type { EdgeEnv } from '../../env.ts'
import { requireFeature } from '../../limits/plan.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import { statusOf, webhooksChanged } from '../../webhooks/objects.ts'
import { newSecret } from '../../webhooks/secrets.ts'
import {
  MadeWebhook,
  NewWebhook,
  SecretRotation,
  SentTest,
  toWebhook,
  WebhookChange,
  WebhookList,
  WebhookParams,
  WebhookShape,
  webhooksMax,
} from './shapes.ts'

const tags = ['Webhooks']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ORGANIZATION_DELETED', 'UNAVAILABLE'] as const
const path = '/api/v1/webhooks'
const one = `${path}/{webhookId}` as const

const create = declareRoute({
  method: 'post',
  path,
  right: 'webhooks:write',
  tags,
  summary: 'Make a webhook endpoint',
  description: `\`secret\` is shown this once; with it every request is verified as [Standard Webhooks](https://www.standardwebhooks.com) say. An organization has at most ${webhooksMax} endpoints.`,
  request: { body: { required: true, content: jsonContent(NewWebhook) } },
  responses: {
    201: { description: 'The endpoint.', content: jsonContent(MadeWebhook) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const list = declareRoute({
  method: 'get',
  path,
  right: 'webhooks:read',
  tags,
  summary: 'List webhook endpoints, the oldest first',
  request: {},
  responses: { 200: { description: 'All of them.', content: jsonContent(WebhookList) }, ...problems(...always) },
})

const get = declareRoute({
  method: 'get',
  path: one,
  right: 'webhooks:read',
  tags,
  summary: 'Get a webhook endpoint',
  request: { params: WebhookParams },
  responses: {
    200: { description: 'The endpoint.', content: jsonContent(WebhookShape) },
    ...problems(...always, 'NOT_FOUND'),
  },
})

const change = declareRoute({
  method: 'patch',
  path: one,
  right: 'webhooks:write',
  tags,
  summary: 'Change a webhook endpoint, or turn it on or off',
  request: { params: WebhookParams, body: { required: true, content: jsonContent(WebhookChange) } },
  responses: {
    200: { description: 'The endpoint.', content: jsonContent(WebhookShape) },
    ...problems(...always, 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
})

const rotate = declareRoute({
  method: 'post',
  path: `${one}/rotate-secret`,
  right: 'webhooks:write',
  tags,
  summary: 'Give a webhook endpoint another secret',
  description:
    'Until `previousSecretEndsAt` every request is signed with both, so that a receiver takes either. While two secrets hold, there is no third one.',
  request: { params: WebhookParams, body: { required: false, content: jsonContent(SecretRotation) } },
  responses: {
    200: { description: 'The endpoint with its new secret, shown this once.', content: jsonContent(MadeWebhook) },
    ...problems(...always, 'NOT_FOUND', 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

const test = declareRoute({
  method: 'post',
  path: `${one}/test`,
  right: 'webhooks:write',
  tags,
  summary: 'Send a test event',
  description: 'Of type `webhook.test`, at once, past what waits. What came of it is the delivery with this id.',
  request: { params: WebhookParams },
  responses: {
    201: { description: 'It is on its way.', content: jsonContent(SentTest) },
    ...problems(...always, 'NOT_FOUND'),
  },
})

const remove = declareRoute({
  method: 'delete',
  path: one,
  right: 'webhooks:write',
  tags,
  summary: 'Delete a webhook endpoint',
  description: 'With what waits for it and everything that is kept of its deliveries.',
  request: { params: WebhookParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...always, 'NOT_FOUND') },
})

/** @throws RoomError NOT_FOUND */
const requireWebhook = (found: Webhook | undefined): Webhook => {
  if (found === undefined) throw new RoomError('NOT_FOUND', 'There is no such webhook endpoint')
  return found
}

const inDevelopment = (c: Context<EdgeEnv>): boolean => c.env.SYNCFORGE_ENV === 'development'

/** @throws RoomError VALIDATION_ERROR */
const requireTarget = (c: Context<EdgeEnv>, url: string): void => {
  const fault = faultOfTarget(url, inDevelopment(c))
  if (fault !== null) throw new RoomError('VALIDATION_ERROR', `url ${fault}`, [{ path: 'url', message: fault }])
}

/** What is about the account itself every plan is told. @throws RoomError PLAN_LIMIT_EXCEEDED */
const requireEvents = async (c: Context<EdgeEnv>, events: readonly (WebhookType | '*')[]): Promise<void> => {
  if (events.some((type) => type === '*' || !isAccountType(type))) await requireFeature(c, 'webhooks')
}

/** Its object and the organization's hear of it; the registry stands all the same, and both ask again. */
const announce = async (c: Context<EdgeEnv>, webhook: Webhook): Promise<void> => {
  await configureEndpoint(c.env, webhook)
  await webhooksChanged(c.env, webhook.organizationId)
}

export const webhookRegistry = new OpenAPIHono<EdgeEnv>()
  .openapi(create, async (c) => {
    const { organizationId } = c.get('caller')
    const wanted = c.req.valid('json')
    requireTarget(c, wanted.url)
    await requireEvents(c, wanted.events)
    const db = actingDatabase(c)
    if ((await countWebhooks(db, organizationId)) >= webhooksMax)
      throw new RoomError('LIMIT_EXCEEDED', `An organization has at most ${webhooksMax} webhook endpoints`, {
        max: webhooksMax,
      })
    const id = createId('wh')
    const { shown, sealed } = await newSecret(c.env, id)
    const made = await insertWebhook(db, organizationId, { id, ...wanted, signingSecret: sealed })
    await announce(c, made)
    return c.json({ ...toWebhook(made, await statusOf(c.env, id)), secret: shown }, 201)
  })
  .openapi(list, async (c) => {
    const found = await listWebhooks(databaseOf(c.env), c.get('caller').organizationId)
    const webhooks = await Promise.all(found.map(async (one) => toWebhook(one, await statusOf(c.env, one.id))))
    return c.json({ webhooks }, 200)
  })
  .openapi(get, async (c) => {
    const { webhookId } = c.req.valid('param')
    const found = requireWebhook(await findWebhook(databaseOf(c.env), c.get('caller').organizationId, webhookId))
    return c.json(toWebhook(found, await statusOf(c.env, webhookId)), 200)
  })
  .openapi(change, async (c) => {
    const { webhookId } = c.req.valid('param')
    const wanted = c.req.valid('json')
    if (wanted.url !== undefined) requireTarget(c, wanted.url)
    if (wanted.events !== undefined) await requireEvents(c, wanted.events)
    const { organizationId } = c.get('caller')
    const changed = requireWebhook(await updateWebhook(actingDatabase(c), organizationId, webhookId, wanted))
    await announce(c, changed)
    return c.json(toWebhook(changed, await statusOf(c.env, webhookId)), 200)
  })
  .openapi(rotate, async (c) => {
    const { webhookId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    // A request without a body is not parsed: it has no defaults either.
    const { graceMs } = SecretRotation.parse(c.req.valid('json') ?? {})
    const db = actingDatabase(c)
    const { shown, sealed } = await newSecret(c.env, webhookId)
    const endsAt = new Date(Date.now() + graceMs)
    const rotated = await rotateWebhook(db, organizationId, webhookId, sealed, endsAt)
    if (rotated === undefined) {
      const { previousEndsAt } = requireWebhook(await findWebhook(db, organizationId, webhookId))
      throw new RoomError('LIMIT_EXCEEDED', 'Two secrets hold already: wait until the one of before has ended', {
        previousSecretEndsAt: previousEndsAt?.getTime() ?? null,
      })
    }
    await announce(c, rotated)
    return c.json({ ...toWebhook(rotated, await statusOf(c.env, webhookId)), secret: shown }, 200)
  })
  .openapi(test, async (c) => {
    const { webhookId } = c.req.valid('param')
    requireWebhook(await findWebhook(databaseOf(c.env), c.get('caller').organizationId, webhookId))
    const id = createId('evt')
    const event = { id, at: Date.now(), type: 'webhook.test', data: { webhookId } } as const
    await reachEndpoint(() => endpointObject(c.env, webhookId).test(event))
    return c.json({ deliveryId: id }, 201)
  })
  .openapi(remove, async (c) => {
    const { webhookId } = c.req.valid('param')
    const { organizationId } = c.get('caller')
    const isGone = await deleteWebhook(actingDatabase(c), organizationId, webhookId)
    if (!isGone) requireWebhook(undefined)
    await webhooksChanged(c.env, organizationId)
    await reachEndpoint(() => endpointObject(c.env, webhookId).erase())
    return c.body(null, 204)
  })
