/**
 * The inbox: what somebody is told, wherever it happened. One for each person of an organization; a socket of its own carries it.
 *
 * IN1  Only who is verified has an inbox, and only they and the organization's own server read it.
 * IN2  Something that happened is told once, however often it arrives.
 * IN3  What happens in one thread and was not read yet is one notification of each kind, with a count; with every addition it moves to the top.
 *      What is taken back of it, of the 50 newest, counts no more and its words are gone: it reads as the newest of what is left.
 * IN4  `unread` is exact in every tab: each hears of every change that another one made.
 * IN5  Of a room that they may not read somebody hears nothing; what was told of it before is hidden for as long as that is so.
 * IN6  Whoever does something is not told of it. What is muted is not told. What a kind's channels leave out is not told there.
 * IN7  Mail goes only to an address that a token or the organization's server has named. What was read before it was due is not mailed.
 * IN8  An inbox holds 1,000 notifications, 200 of one sender, for 90 days: the oldest go first, and nobody else's go for a sender who is too many.
 * IN9  While somebody is not to be disturbed everything is kept and counted, `quiet` says so, and no mail leaves.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import { Email, JsonObject, jsonBytes, RoomId, UserId } from './schemas.ts'

/** Made by the platform; every other kind is the customer's own. `system`: also by the customer. */
export const notificationKinds = ['mention', 'reply', 'resolve', 'system'] as const

/** `*` stands for every kind that is not named. */
const NotificationKind = z
  .string()
  .regex(/^[a-z][a-z0-9_.-]{0,63}$/, '1–64 small letters, digits or _ . -, a letter first')
const KindOrAll = z.union([z.literal('*'), NotificationKind])

const madeHere: readonly string[] = ['mention', 'reply', 'resolve']
export const CustomKind = NotificationKind.refine(
  (kind) => !madeHere.includes(kind),
  'is a kind that rooms make themselves',
)

export const NotificationId = z.string().regex(/^ntf_[0-9a-z]{20}$/, 'the id of a notification')
const ThreadRef = z.string().min(1).max(128)
const Count = z.number().int().min(0)
const Position = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

export const NotificationPayload = JsonObject.refine(
  (value) => jsonBytes(value) <= limits.notificationPayloadMaxBytes,
  `at most ${limits.notificationPayloadMaxBytes} bytes as JSON`,
)

/** `agent`: it is one that the organization's server shows. */
const Actor = z.object({ userId: UserId, name: z.string(), agent: z.literal(true).optional() })
export type Actor = z.infer<typeof Actor>

/** Times are milliseconds since 1970. */
export const Notification = z.object({
  id: NotificationId,
  kind: NotificationKind,
  /** Orders an inbox: the newest has the highest. A change puts it on top. */
  position: Position,
  roomId: RoomId.nullable(),
  /** The thread or message that it is about. */
  threadId: ThreadRef.nullable(),
  /** Who did it, the last one first, three at most. */
  actors: z.array(Actor),
  /** How much of the same it stands for. */
  count: z.number().int().min(1),
  /** The beginning of what was said last. */
  text: z.string(),
  payload: JsonObject,
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
  readAt: z.number().int().nullable(),
})
export type Notification = z.infer<typeof Notification>

const Channels = z.strictObject({ inApp: z.boolean(), email: z.boolean() })
export type Channels = z.infer<typeof Channels>

/** A thread of a room, or all of it. */
const Place = z.strictObject({ roomId: RoomId, threadId: ThreadRef.optional() })
export type Place = z.infer<typeof Place>

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00')
const TimeZone = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
    } catch {
      return false
    }
  }, 'a time zone such as Europe/Berlin')

/** Until a moment, every day from one time to another, or both. */
const DoNotDisturb = z.strictObject({
  until: z.number().int().optional(),
  daily: z.strictObject({ from: TimeOfDay, to: TimeOfDay, timeZone: TimeZone }).optional(),
})
export type DoNotDisturb = z.infer<typeof DoNotDisturb>

const EmailDelayMs = z
  .number()
  .int()
  .min(1_000)
  .max(7 * 24 * 3_600_000)

export const NotificationPreferences = z.object({
  /** By kind; what is not named has both channels. */
  kinds: z.record(z.string(), Channels),
  muted: z.array(Place),
  doNotDisturb: DoNotDisturb.nullable(),
  /** Unread so long, a notification is mailed, together with all others that wait. */
  emailDelayMs: z.number().int(),
  /** Where mail goes; `null`: nobody has named an address. */
  email: z.string().nullable(),
})
export type NotificationPreferences = z.infer<typeof NotificationPreferences>

/** What is left out stays as it is. */
export const PreferencesPatch = z.strictObject({
  /** `null`: as every kind that is not named. */
  kinds: z
    .record(KindOrAll, Channels.partial().nullable())
    .refine(
      (kinds) => Object.keys(kinds).length <= limits.notificationKindsMax,
      `at most ${limits.notificationKindsMax}`,
    )
    .optional(),
  mute: z.array(Place).max(100).optional(),
  unmute: z.array(Place).max(100).optional(),
  doNotDisturb: DoNotDisturb.nullable().optional(),
  emailDelayMs: EmailDelayMs.optional(),
})
export type PreferencesPatch = z.infer<typeof PreferencesPatch>

/** What the organization's server may also say: it has seen proof of the address. */
export const ServerPreferencesPatch = PreferencesPatch.extend({ email: Email.nullable().optional() })
export type ServerPreferencesPatch = z.infer<typeof ServerPreferencesPatch>

const Ids = z.array(NotificationId).min(1).max(100)
const Unread = z.object({ unread: Count })

export const inboxHeadMax = 50

export const inbox = defineContract({
  name: 'inbox',
  feature: 'notifications',
  requests: {
    /** The newest first. `before`: the position of the last one of the page before. */
    'inbox.list': {
      access: 'read',
      body: z.object({
        before: Position.optional(),
        unread: z.boolean().optional(),
        limit: z.number().int().min(1).max(100).default(inboxHeadMax),
      }),
      reply: z.object({ notifications: z.array(Notification), unread: Count, next: Position.nullable() }),
    },
    /** Those that are not there, or read, are left as they are. */
    'inbox.read': { access: 'read', body: z.object({ ids: Ids }), reply: Unread },
    /** All of them, or those up to a position: what came since is not seen yet. */
    'inbox.readAll': { access: 'read', body: z.object({ upTo: Position.optional() }), reply: Unread },
    'inbox.remove': { access: 'read', body: z.object({ ids: Ids }), reply: Unread },
    'inbox.preferences': { access: 'read', body: z.object({}), reply: NotificationPreferences },
    'inbox.prefer': { access: 'read', body: PreferencesPatch, reply: NotificationPreferences },
  },
  events: {
    /** The newest of those that are new or another than before, at most {@link inboxHeadMax}; what is gone; how many are unread now. */
    'inbox.changed': {
      delivery: 'reliable',
      body: z.object({
        notifications: z.array(Notification),
        removed: z.array(NotificationId),
        unread: Count,
        quiet: z.boolean(),
      }),
    },
    /** Everything is another than before: the inbox as a newcomer is told it. */
    'inbox.reset': {
      delivery: 'reliable',
      body: z.object({
        unread: Count,
        quiet: z.boolean(),
        notifications: z.array(Notification),
        next: Position.nullable(),
      }),
    },
  },
  channels: {},
  snapshot: z.object({
    unread: Count,
    /** Nobody is to be disturbed now: show no toast, make no sound. */
    quiet: z.boolean(),
    notifications: z.array(Notification),
    next: Position.nullable(),
  }),
})
