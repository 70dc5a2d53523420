/**
 * What webhooks tell: every type of event, its body, and which fact of a room becomes which. The one table that the endpoints, the API, the
 * dashboard and `verifyWebhook` read.
 *
 * WH1  A request is signed as Standard Webhooks say: `webhook-id`, `webhook-timestamp`, `webhook-signature`, the body `{ type, timestamp, data }`.
 * WH2  An event comes at least once. Whatever repeats it (an attempt, a crash, a redelivery) carries the same `webhook-id` and the same bytes.
 * WH3  Events of a room come in the order in which they happened; the next is sent when the one before it was delivered or is a dead letter.
 * WH4  An attempt has 15 s. It is made five times, 10, 30, 90 and 270 s apart (± 20 %); then the delivery is a dead letter, which can be redelivered.
 * WH5  Any 2xx is success. Redirects are failures; 410 turns the endpoint off; `retry-after` of a 429 or 503 is obeyed up to 270 s.
 * WH6  An endpoint that nothing has reached for three days, tried on three of them at least, is turned off, with a mail to the owners; what waits
 *      for it stays. After a day the owners are warned.
 * WH7  Of a room in memory it is told that it was made and deleted, nothing of who was in it: what waits for an endpoint is written down.
 * WH8  Nothing goes untold: what more waits than may, and dead letters that are kept no longer, are counted as missed.
 * WH9  What is kept is delivered again when somebody asks: one, or all of events since a time, dead letters or what was delivered as well.
 * WH10 A request to the receiver goes on with the trace of the request that led to the event, where there was one.
 */
import { type AnyFact, type Fact, type FactKind, isFact, type OrganizationFact } from './facts.ts'
import type { LimitNotice } from './plans.ts'

type FactBody<K extends FactKind> = Extract<Fact, { readonly kind: K }>['body']

type FactBodyOfOrganization<K extends OrganizationFact['kind']> = Extract<
  OrganizationFact,
  { readonly kind: K }
>['body']

interface OfRoom {
  readonly roomId: string
}

interface OfComment extends OfRoom {
  readonly threadId: string
  readonly commentId: string
  /** The user id of whoever did it. */
  readonly by: string
}

interface OfMessage extends OfRoom {
  readonly messageId: string
  readonly by: string
}

interface OfThread extends OfRoom {
  readonly threadId: string
  readonly by: string
}

/** The `data` of each type. Times in it are milliseconds since 1970. */
export interface WebhookData {
  readonly 'room.created': OfRoom
  readonly 'room.deleted': OfRoom
  /** The first connection of a person. */
  readonly 'room.entered': OfRoom & Omit<FactBody<'person.joined'>, 'key'>
  /** The last connection of a person. */
  readonly 'room.left': OfRoom & FactBody<'person.left'>
  /** Collected for the endpoint's debounce time; `sequence` rises with every change that was stored. */
  readonly 'document.updated': OfRoom & { readonly document: string; readonly sequence: number }
  readonly 'version.created': OfRoom & FactBody<'version.created'>
  readonly 'version.restored': OfRoom & FactBody<'version.restored'>
  readonly 'schedule.fired': OfRoom & FactBody<'schedule.fired'>
  readonly 'comment.created': OfComment
  readonly 'comment.edited': OfComment
  readonly 'comment.deleted': OfComment
  readonly 'message.edited': OfMessage
  readonly 'message.deleted': OfMessage
  /** What holds for somebody in a room is another: `access` is `null` where nothing was granted or lowered, `isBanned` for proven or claimed ids alike. */
  readonly 'access.changed': OfRoom & {
    readonly userId: string
    readonly access: string | null
    readonly isBanned: boolean
    /** Whoever decided: a user id, or the id of a key; `null` for the platform. */
    readonly by: string | null
  }
  readonly 'thread.created': OfThread
  readonly 'thread.resolved': OfThread
  readonly 'thread.reopened': OfThread
  readonly 'notification.created': { readonly notificationId: string; readonly userId: string; readonly kind: string }
  /** Told at 80 % and at 100 %, once each in a month and on a plan; `month`: its first millisecond (UTC). */
  readonly 'usage.limit': LimitNotice
  /** The plan, the state of its subscription, or the end of what is paid for; `subscribed` is not granted any more when a grace is over. */
  readonly 'billing.changed': FactBodyOfOrganization<'billing.changed'>
  /** Only what the button or the route for it sends. */
  readonly 'webhook.test': { readonly webhookId: string }
}

export type WebhookType = keyof WebhookData

/** What an endpoint may ask for. */
export const webhookTypes = [
  'room.created',
  'room.deleted',
  'room.entered',
  'room.left',
  'document.updated',
  'version.created',
  'version.restored',
  'schedule.fired',
  'comment.created',
  'comment.edited',
  'comment.deleted',
  'message.edited',
  'message.deleted',
  'thread.created',
  'thread.resolved',
  'thread.reopened',
  'access.changed',
  'notification.created',
  'usage.limit',
  'billing.changed',
] as const satisfies readonly WebhookType[]

export type SubscribedType = (typeof webhookTypes)[number]

/** About the account itself: every plan has these. */
const accountTypes: readonly WebhookType[] = ['room.created', 'room.deleted', 'usage.limit', 'billing.changed']

export const isAccountType = (type: WebhookType): boolean => accountTypes.includes(type)

/** The body of a request. `timestamp` is ISO 8601: when it happened, whenever it is sent. */
export type WebhookEvent = {
  readonly [T in WebhookType]: { readonly type: T; readonly timestamp: string; readonly data: WebhookData[T] }
}[WebhookType]

/** A type with its data, before it has a time. */
export type WebhookContent = {
  readonly [T in WebhookType]: { readonly type: T; readonly data: WebhookData[T] }
}[WebhookType]

/** What a fact is told as; `null`: it is nobody's business outside. @param roomId of the room that it is of; `null` for the organization's own */
export const contentOfFact = (roomId: string | null, fact: AnyFact): WebhookContent | null => {
  if (roomId === null) {
    if (isFact(fact, 'room.created')) return { type: 'room.created', data: fact.body }
    if (isFact(fact, 'limit.reached')) return { type: 'usage.limit', data: fact.body }
    if (isFact(fact, 'billing.changed')) return { type: 'billing.changed', data: fact.body }
    return isFact(fact, 'room.deleted') ? { type: 'room.deleted', data: fact.body } : null
  }
  if (isFact(fact, 'person.joined')) {
    const { userId, verified, name } = fact.body
    return { type: 'room.entered', data: { roomId, userId, verified, name } }
  }
  if (isFact(fact, 'person.left')) return { type: 'room.left', data: { roomId, ...fact.body } }
  if (isFact(fact, 'version.created')) return { type: 'version.created', data: { roomId, ...fact.body } }
  if (isFact(fact, 'schedule.fired')) return { type: 'schedule.fired', data: { roomId, ...fact.body } }
  if (isFact(fact, 'version.restored')) return { type: 'version.restored', data: { roomId, ...fact.body } }
  for (const type of ['comment.created', 'comment.edited', 'comment.deleted'] as const) {
    if (!isFact(fact, type)) continue
    const { threadId, commentId, by } = fact.body
    return { type, data: { roomId, threadId, commentId, by: by.userId } }
  }
  for (const type of ['message.edited', 'message.deleted'] as const) {
    if (isFact(fact, type)) return { type, data: { roomId, messageId: fact.body.id, by: fact.body.by.userId } }
  }
  if (isFact(fact, 'right.changed')) {
    const { right, id: userId, value, by } = fact.body
    // Links and addresses that wait are nobody's right yet.
    if (right !== 'grant') return null
    const {
      access = null,
      ban = null,
      claimsBan = null,
    } = (value ?? {}) as Readonly<Record<string, string | object | null>>
    return {
      type: 'access.changed',
      data: { roomId, userId, access: access as string | null, isBanned: (ban ?? claimsBan) !== null, by },
    }
  }
  for (const type of ['thread.created', 'thread.resolved', 'thread.reopened'] as const) {
    if (isFact(fact, type)) return { type, data: { roomId, threadId: fact.body.threadId, by: fact.body.by.userId } }
  }
  return null
}

/** How long changes of a document are collected. */
export const debounceMs = { min: 1_000, max: 60_000, default: 5_000 } as const
