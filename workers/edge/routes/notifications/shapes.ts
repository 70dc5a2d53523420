/** What the routes of notifications take and give. */
import {
  CustomKind,
  Notification,
  NotificationId,
  NotificationPayload,
  NotificationPreferences,
  ServerPreferencesPatch,
} from '@syncforge/protocol/inbox'
import { UserId } from '@syncforge/protocol/schemas'
import * as z from 'zod'

export const UserParams = z.object({ userId: UserId })
export const NotificationParams = UserParams.extend({ notificationId: NotificationId })

export const NotificationQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is not one of ours')
    .optional()
    .describe('`nextCursor` of the page before.'),
  unread: z.enum(['true', 'false']).default('false').describe('`true`: only what was not read.'),
})

export const NewNotification = z
  .strictObject({
    kind: CustomKind.describe('A kind of your own, or `system`.'),
    payload: NotificationPayload.default({}).describe(
      'JSON of your own, 16 KiB at most. `text`, if it is there, is shown, and stands in mail; `url` is where mail leads.',
    ),
  })
  .meta({
    id: 'NewNotification',
    example: { kind: 'invoice.due', payload: { text: 'The invoice is due', invoice: 42 } },
  })

export const NotificationShape = Notification.meta({ id: 'Notification' })
export const NotificationList = z
  .object({
    notifications: z.array(NotificationShape),
    unread: z.number().int(),
    nextCursor: z.string().nullable().describe('`null` on the last page.'),
  })
  .meta({ id: 'NotificationList' })
export const Created = z
  .object({
    notification: NotificationShape.nullable().describe('`null`: its owner wants none of this kind in the app.'),
  })
  .meta({ id: 'CreatedNotification' })
export const Unread = z.object({ unread: z.number().int() }).meta({ id: 'UnreadNotifications' })
export const Preferences = NotificationPreferences.meta({ id: 'NotificationPreferences' })
export const PreferencesChange = ServerPreferencesPatch.meta({
  id: 'NotificationPreferencesChange',
  example: { email: 'ada@example.com', kinds: { reply: { email: false } } },
})
