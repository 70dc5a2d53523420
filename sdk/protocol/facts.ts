/**
 * Facts: what happened in a room, or to an organization, and must reach Postgres, webhooks and other features. The registry of their kinds; a
 * kind is `noun.past` and its body says who did it to what, never how it looked.
 *
 * FA1  A fact is stored in the transaction of the change that it tells of: there is none without the other.
 * FA2  Facts of a room arrive in the order in which they happened, each at least once, told apart by a number that rises.
 * FA3  None is dropped while the room lives. While 10,000 wait because a reader stays away, two things a second are taken on that would have to be
 *      told; more, and who comes, is refused with ROOM_UNAVAILABLE. What tells nothing goes on.
 */
import * as z from 'zod'
import { noticePercents, planIds } from './plans.ts'
import { DocumentBound, DocumentName, Json, JsonObject, RoomId, User } from './schemas.ts'

/** Rule PE1: who only claimed an id is told apart from who proved it. */
const Person = User.pick({ userId: true, verified: true })

/** An agent that the organization's server shows. */
const agent = z.literal(true).optional()

/** What an inbox needs to know of what was said, and of a thread: who was meant, and who takes part. */
const ThreadChanged = z.object({
  threadId: z.string(),
  by: Person,
  name: z.string(),
  agent,
  participants: z.array(Person),
})
const CommentChanged = ThreadChanged.extend({ commentId: z.string(), mentions: z.array(Person), text: z.string() })

/** The message that is answered, and whose it is. */
const Answered = z.object({ id: z.string(), by: Person }).nullable()
const MessageChanged = z.object({ id: z.string(), by: Person, name: z.string(), agent, replyTo: Answered })

const VersionChanged = z.object({ document: DocumentName, id: z.string(), by: Person })

const RecordChanged = z.object({ key: z.string(), by: Person })

const LockChanged = z.object({ key: z.string(), token: z.number().int(), by: Person })

export const facts = {
  /** The first connection of a person; `key`: the API key that let it in, or signed its token, `null` for the platform's own word. */
  'person.joined': Person.extend({ name: z.string(), key: z.string().nullable() }),
  /** The last connection of a person. */
  'person.left': Person.extend({ name: z.string() }),
  /** Nobody is left; who was the last. */
  'room.emptied': Person,
  'document.created': z.object({ document: DocumentName }),
  /** A document has come to `share` of a bound: 1 is all. Told at 80, 90 and 95 %. */
  'document.filled': z.object({ document: DocumentName, bound: DocumentBound, share: z.number() }),
  'version.created': VersionChanged.extend({ name: z.string().nullable() }),
  'version.restored': VersionChanged,
  /** A message of the chat that is somebody's business who may not be here: it mentions people, or answers one. */
  'message.sent': z.object({
    id: z.string(),
    by: Person,
    name: z.string(),
    agent,
    /** User ids. */
    mentions: z.array(z.string()),
    replyTo: Answered,
    excerpt: z.string(),
  }),
  /** `before`: whom it mentioned until then. */
  'message.edited': MessageChanged.extend({
    mentions: z.array(z.string()),
    before: z.array(z.string()),
    excerpt: z.string(),
  }),
  /** By its author, or by a moderator. */
  'message.deleted': MessageChanged.extend({ mentions: z.array(z.string()) }),
  'thread.created': ThreadChanged,
  'thread.resolved': ThreadChanged,
  'thread.reopened': ThreadChanged,
  /** `text`: its beginning. */
  'comment.created': CommentChanged,
  'comment.edited': CommentChanged,
  'comment.deleted': CommentChanged,
  /** `version` of the record `key`; automatic saves of one spell are told once. */
  'record.saved': RecordChanged.extend({ version: z.number().int() }),
  'record.restored': RecordChanged.extend({ version: z.number().int() }),
  'record.removed': RecordChanged,
  /** An item of a checklist was checked, or the check taken away; with the last one the list is complete. */
  'item.toggled': z.object({ list: z.string(), itemId: z.string(), done: z.boolean(), by: Person }),
  'checklist.completed': z.object({ list: z.string(), by: Person }),
  /** Somebody has the lock from now on; `token` is higher than every one before. */
  'lock.acquired': LockChanged,
  'lock.released': LockChanged.extend({ reason: z.enum(['released', 'expired', 'left', 'stolen']) }),
  /** Its time has come; `by` whom it was set. */
  'schedule.fired': z.object({ name: z.string(), at: z.number().int(), payload: Json, by: Person }),
  /** Their connections were ended, `connections` of them; `claimsOnly`: whoever proves the id stayed. A ban besides is a right that changed. */
  'person.kicked': z.object({
    userId: z.string(),
    claimsOnly: z.boolean(),
    connections: z.number().int(),
    by: z.string().nullable(),
    address: z.string().nullable(),
  }),
  /** What holds for a person, a link or a share by e-mail is another; `null`: nothing any more. By whom, and from which network address. */
  'right.changed': z.object({
    right: z.enum(['grant', 'link', 'share']),
    id: z.string(),
    value: JsonObject.nullable(),
    by: z.string().nullable(),
    address: z.string().nullable(),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>

/** What happened to an organization, outside of its rooms. */
export const organizationFacts = {
  'room.created': z.object({ roomId: RoomId }),
  'room.deleted': z.object({ roomId: RoomId }),
  /** Rule PL6. */
  'limit.reached': z.object({
    limit: z.enum(['people', 'rooms']),
    percent: z.literal(noticePercents),
    used: z.number(),
    max: z.number(),
    plan: z.enum(planIds),
    month: z.number(),
  }),
  /** What it has, and what it pays for, is another than before; `status` as Stripe calls it, `none` where nothing was ever subscribed. */
  'billing.changed': z.object({
    plan: z.enum(planIds),
    status: z.string(),
    subscribed: z.enum(planIds).nullable(),
    periodEndsAt: z.number().nullable(),
    pending: z.object({ plan: z.enum(planIds), at: z.number() }).nullable(),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>

type AllFacts = typeof facts & typeof organizationFacts

/** One as rows and calls carry it: another version may have told kinds that this one does not know. */
export interface AnyFact {
  readonly kind: string
  readonly body: unknown
}

/** Whether it is of this kind; then its body is that of the registry. */
export const isFact = <K extends keyof AllFacts>(
  fact: AnyFact,
  kind: K,
): fact is { readonly kind: K; readonly body: z.infer<AllFacts[K]> } => fact.kind === kind

export type OrganizationFact = {
  [K in keyof typeof organizationFacts]: { readonly kind: K; readonly body: z.infer<(typeof organizationFacts)[K]> }
}[keyof typeof organizationFacts]

export type FactKind = keyof typeof facts
export type Fact = { [K in FactKind]: { readonly kind: K; readonly body: z.infer<(typeof facts)[K]> } }[FactKind]
