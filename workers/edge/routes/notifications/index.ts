/** The inbox of somebody, by REST: for the organization's own server. The inbox itself answers. */
import { OpenAPIHono } from '@hono/zod-openapi'
import type { BodyInput, Reply, RequestName } from '@syncforge/protocol/contract'
import { createId } from '@syncforge/protocol/ids'
import type { inbox } from '@syncforge/protocol/inbox'
import type { Context } from 'hono'
import type * as z from 'zod'
import type { InboxOwner } from '../../../../durable-objects/inbox/admission.ts'
import { ownOriginOf } from '../../auth/session.ts'
import type { EdgeEnv } from '../../env.ts'
import { askInbox } from '../../inbox/objects.ts'
import { requireFeature } from '../../limits/plan.ts'
import { problems } from '../../openapi.ts'
import { declareRoute, jsonContent } from '../../route.ts'
import {
  Created,
  NewNotification,
  NotificationList,
  NotificationParams,
  NotificationQuery,
  type NotificationShape,
  Preferences,
  PreferencesChange,
  Unread,
  UserParams,
} from './shapes.ts'

const tags = ['Notifications']
const always = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ORGANIZATION_DELETED', 'UNAVAILABLE'] as const
const path = '/api/v1/users/{userId}/notifications' as const
const one = `${path}/{notificationId}` as const
const preferencesPath = '/api/v1/users/{userId}/notification-preferences' as const

const list = declareRoute({
  method: 'get',
  path,
  right: 'documents:read',
  tags,
  summary: 'List somebody’s notifications, the newest first',
  request: { params: UserParams, query: NotificationQuery },
  responses: {
    200: { description: 'A page of them.', content: jsonContent(NotificationList) },
    ...problems(...always),
  },
})

const create = declareRoute({
  method: 'post',
  path,
  right: 'comments:write',
  tags,
  summary: 'Tell somebody something',
  description:
    'A notification of a kind of your own. It reaches the person’s open tabs at once and waits for them otherwise; unread for a while, it is mailed to the address that you have named, unless they want no mail of this kind.',
  request: { params: UserParams, body: { required: true, content: jsonContent(NewNotification) } },
  responses: {
    201: { description: 'It is kept.', content: jsonContent(Created) },
    ...problems(...always, 'PAYLOAD_TOO_LARGE', 'PLAN_LIMIT_EXCEEDED'),
  },
})

const readAll = declareRoute({
  method: 'post',
  path: `${path}/read-all`,
  right: 'comments:write',
  tags,
  summary: 'Mark all as read',
  request: { params: UserParams },
  responses: { 200: { description: 'What is unread now.', content: jsonContent(Unread) }, ...problems(...always) },
})

const read = declareRoute({
  method: 'post',
  path: `${one}/read`,
  right: 'comments:write',
  tags,
  summary: 'Mark one as read',
  request: { params: NotificationParams },
  responses: { 200: { description: 'What is unread now.', content: jsonContent(Unread) }, ...problems(...always) },
})

const remove = declareRoute({
  method: 'delete',
  path: one,
  right: 'comments:write',
  tags,
  summary: 'Delete a notification',
  description: 'One that is not there any more is deleted as well.',
  request: { params: NotificationParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...always) },
})

const preferences = declareRoute({
  method: 'get',
  path: preferencesPath,
  right: 'documents:read',
  tags,
  summary: 'Get what somebody wants to be told',
  request: { params: UserParams },
  responses: { 200: { description: 'Their preferences.', content: jsonContent(Preferences) }, ...problems(...always) },
})

const prefer = declareRoute({
  method: 'patch',
  path: preferencesPath,
  right: 'comments:write',
  tags,
  summary: 'Change what somebody wants to be told',
  description:
    'What is left out stays as it is. `email` is where mail goes: name an address only when you have seen proof that it is theirs.',
  request: { params: UserParams, body: { required: true, content: jsonContent(PreferencesChange) } },
  responses: {
    200: { description: 'Their preferences.', content: jsonContent(Preferences) },
    ...problems(...always, 'LIMIT_EXCEEDED', 'PAYLOAD_TOO_LARGE'),
  },
})

type Inbox = typeof inbox

const ownerOf = (c: Context<EdgeEnv>, userId: string): InboxOwner => ({
  organizationId: c.get('caller').organizationId,
  userId,
})

const ask = async <N extends RequestName<Inbox>>(
  c: Context<EdgeEnv>,
  userId: string,
  name: N,
  body: BodyInput<Inbox, N>,
): Promise<Reply<Inbox, N>> => {
  const owner = ownerOf(c, userId)
  // The inbox checked its reply's type when it was compiled; across the call it is `unknown`.
  return (await askInbox(c.env, owner, (object) => object.ask(owner, name, body))) as Reply<Inbox, N>
}

export const notifications = new OpenAPIHono<EdgeEnv>()
  .openapi(list, async (c) => {
    const { userId } = c.req.valid('param')
    const { limit, cursor, unread } = c.req.valid('query')
    const before = cursor === undefined ? {} : { before: Number(cursor) }
    const page = await ask(c, userId, 'inbox.list', { limit, unread: unread === 'true', ...before })
    const nextCursor = page.next === null ? null : String(page.next)
    return c.json({ notifications: page.notifications, unread: page.unread, nextCursor }, 200)
  })
  .openapi(create, async (c) => {
    const { userId } = c.req.valid('param')
    const { kind, payload } = c.req.valid('json')
    await requireFeature(c, 'notifications')
    const owner = ownerOf(c, userId)
    const { text } = payload
    const told = {
      id: createId('evt'),
      kind,
      roomId: null,
      threadId: null,
      about: null,
      actor: null,
      sender: `kind ${kind}`,
      text: typeof text === 'string' ? text.slice(0, 280) : '',
      payload,
      at: Date.now(),
    }
    const made = await askInbox(c.env, owner, (object) => object.create(owner, told, ownOriginOf(c.env, c.req.raw)))
    return c.json({ notification: made as z.infer<typeof NotificationShape> | null }, 201)
  })
  .openapi(readAll, async (c) => c.json(await ask(c, c.req.valid('param').userId, 'inbox.readAll', {}), 200))
  .openapi(read, async (c) => {
    const { userId, notificationId } = c.req.valid('param')
    return c.json(await ask(c, userId, 'inbox.read', { ids: [notificationId] }), 200)
  })
  .openapi(remove, async (c) => {
    const { userId, notificationId } = c.req.valid('param')
    await ask(c, userId, 'inbox.remove', { ids: [notificationId] })
    return c.body(null, 204)
  })
  .openapi(preferences, async (c) => c.json(await ask(c, c.req.valid('param').userId, 'inbox.preferences', {}), 200))
  .openapi(prefer, async (c) => {
    const owner = ownerOf(c, c.req.valid('param').userId)
    const changed = await askInbox(c.env, owner, (object) => object.prefer(owner, c.req.valid('json')))
    return c.json(changed as z.infer<typeof Preferences>, 200)
  })
