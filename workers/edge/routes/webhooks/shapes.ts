/** What the routes of webhooks take and give. */
import { debounceMs, webhookTypes } from '@syncforge/protocol/webhooks'
import * as z from 'zod'
import {
  type DeliveryRecord,
  type DeliverySummary,
  deliveryStates,
  type EndpointStatus,
  redeliveredStates,
} from '../../../../durable-objects/endpoint/admission.ts'
import type { Webhook } from '../../../db/queries/webhooks.ts'
import { isStorable, notStorable } from '../storable.ts'

export const webhooksMax = 50
const graceDefaultMs = 24 * 60 * 60_000
const graceMaxMs = 7 * graceDefaultMs

export const WebhookParams = z.object({ webhookId: z.string().min(1).max(64) })
export const DeliveryParams = WebhookParams.extend({ deliveryId: z.string().min(1).max(128) })

const Moment = z.number().int().describe('Milliseconds since 1970.')
/** Up to the year 9999. */
const Time = z.number().int().min(0).max(253_402_300_799_999)
const Url = z
  .string()
  .refine(isStorable, notStorable)
  .describe('A public https address, without user name, password and fragment.')
const Events = z
  .array(z.enum([...webhookTypes, '*']))
  .min(1)
  .max(webhookTypes.length + 1)
  .describe('The types that are sent; `*` for every one that there is or will be.')
const Description = z.string().trim().max(200).refine(isStorable, notStorable)
const RoomPrefix = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9_.:@~-]*$/, 'the beginning of a room id')
  .describe('Events of rooms whose id begins so; those about no room come anyway. Empty: of all rooms.')
const DebounceMs = z
  .number()
  .int()
  .min(debounceMs.min)
  .max(debounceMs.max)
  .describe('How long changes of a document are collected into one `document.updated`.')

export const NewWebhook = z
  .strictObject({
    url: Url,
    events: Events,
    description: Description.default(''),
    roomPrefix: RoomPrefix.default(''),
    debounceMs: DebounceMs.default(debounceMs.default),
  })
  .meta({ id: 'NewWebhook', example: { url: 'https://example.com/hooks', events: ['room.entered', 'room.left'] } })

export const WebhookChange = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    description: Description.optional(),
    roomPrefix: RoomPrefix.optional(),
    debounceMs: DebounceMs.optional(),
    isEnabled: z
      .boolean()
      .optional()
      .describe('Turned off, it keeps what waits for it; turned on, it goes on from there.'),
  })
  .meta({ id: 'WebhookChange', example: { isEnabled: true } })

export const SecretRotation = z
  .strictObject({
    graceMs: z
      .number()
      .int()
      .min(0)
      .max(graceMaxMs)
      .default(graceDefaultMs)
      .describe('How long the secret of before signs as well: a day, unless told otherwise, a week at most.'),
  })
  .meta({ id: 'WebhookSecretRotation', example: { graceMs: 3_600_000 } })

export const Redelivery = z
  .strictObject({
    since: Time.describe('Of events that happened from then on, in milliseconds since 1970.'),
    state: z
      .enum(redeliveredStates)
      .default('dead')
      .describe('`dead`: dead letters. `all`: what was delivered as well, as long as that is kept.'),
  })
  .meta({ id: 'WebhookRedelivery', example: { since: 1_764_201_600_000 } })

const Status = z
  .object({
    pending: z.number().int().describe('Deliveries that wait.'),
    delivered: z.number().int().describe('Of those that are kept: a week, 10,000 at most.'),
    dead: z.number().int().describe('Dead letters, kept for 30 days, 10,000 at most.'),
    failingSince: Moment.nullable().describe('Since when nothing has reached it; `null` when the last attempt did.'),
    lastSuccessAt: Moment.nullable(),
    missed: z
      .object({
        count: z.number().int(),
        since: Moment.describe('When the first of them happened.'),
        until: Moment.describe('When the last of them happened.'),
      })
      .nullable()
      .describe(
        'What it will never be sent: more than 50,000 events waited for it, or dead letters were kept no longer. `null`: nothing.',
      ),
  })
  .meta({ id: 'WebhookStatus' })

export const WebhookShape = z
  .object({
    id: z.string(),
    url: z.string(),
    events: Events,
    description: z.string(),
    roomPrefix: RoomPrefix,
    debounceMs: DebounceMs,
    isEnabled: z.boolean(),
    offReason: z
      .enum(['failing', 'gone'])
      .nullable()
      .describe('Why it was turned off by itself: nothing has reached it for three days, or it answered 410.'),
    previousSecretEndsAt: Moment.nullable().describe('Until when the secret of before signs as well.'),
    createdAt: Moment,
    status: Status.nullable().describe('`null` when it cannot be told right now.'),
  })
  .meta({ id: 'Webhook' })

export const MadeWebhook = WebhookShape.extend({
  secret: z.string().describe('`whsec_…`, what verifies its requests: shown this once.'),
}).meta({ id: 'NewlyMadeWebhook' })

export const WebhookList = z.object({ webhooks: z.array(WebhookShape) }).meta({ id: 'WebhookList' })

export const SentTest = z
  .object({ deliveryId: z.string().describe('Under it the delivery is found.') })
  .meta({ id: 'SentWebhookTest' })

const delivery = {
  id: z.string().describe('The `webhook-id` of its requests.'),
  type: z.string(),
  roomId: z.string().nullable(),
  state: z.enum(deliveryStates),
  attempts: z.number().int().describe('Since it was last put into the queue.'),
  redeliveries: z.number().int(),
  createdAt: Moment,
  finishedAt: Moment.nullable(),
  nextAttemptAt: Moment.nullable().describe('`null` while it waits for others of its room.'),
}

export const DeliveryShape = z.object(delivery).meta({ id: 'WebhookDelivery' })

export const DeliveryList = z
  .object({ deliveries: z.array(DeliveryShape), nextCursor: z.string().nullable() })
  .meta({ id: 'WebhookDeliveryList' })

const Attempt = z.object({
  round: z.number().int().describe('0, and one more with each redelivery.'),
  attempt: z.number().int(),
  at: Moment,
  durationMs: z.number().int(),
  status: z.number().int().nullable().describe('Of the answer; `null` when there was none.'),
  headers: z.record(z.string(), z.string()).describe('Some of the answer.'),
  body: z.string().describe('The beginning of the answer, 2 kB at most.'),
  error: z.string().nullable().describe('Why there was no answer.'),
})

export const DeliveryDetail = z
  .object({
    ...delivery,
    request: z.object({
      url: z.string().describe('As the endpoint is set now.'),
      headers: z.record(z.string(), z.string()).describe('Without the signature, which each attempt has of its own.'),
      body: z.string(),
    }),
    history: z.array(Attempt),
  })
  .meta({ id: 'WebhookDeliveryDetail' })

export const DeliveryQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'is not one of ours')
    .optional(),
})

export const toWebhook = (webhook: Webhook, status: EndpointStatus | null): z.infer<typeof WebhookShape> => ({
  id: webhook.id,
  url: webhook.url,
  events: [...webhook.events],
  description: webhook.description,
  roomPrefix: webhook.roomPrefix,
  debounceMs: webhook.debounceMs,
  isEnabled: webhook.isEnabled,
  offReason: webhook.offReason,
  previousSecretEndsAt:
    webhook.previousEndsAt && webhook.previousEndsAt.getTime() > Date.now() ? webhook.previousEndsAt.getTime() : null,
  createdAt: webhook.createdAt.getTime(),
  status,
})

export const toDelivery = ({ seq: _, ...rest }: DeliverySummary): z.infer<typeof DeliveryShape> => rest

export const toDetail = (
  { requestBody, history, ...rest }: DeliveryRecord,
  url: string,
): z.infer<typeof DeliveryDetail> => ({
  ...toDelivery(rest),
  request: {
    url,
    headers: { 'content-type': 'application/json', 'user-agent': 'SyncForge-Webhooks/1', 'webhook-id': rest.id },
    body: requestBody,
  },
  history: history.map((attempt) => ({ ...attempt, headers: { ...attempt.headers } })),
})
