/**
 * Comments: threads of them, each belonging to the room, to an element, to a point, or to words of a document.
 *
 * CM1  A thread comes with its first comment, a reply with its thread: all or nothing. Both need `comment`.
 * CM2  Only its author, or who has `moderate`, edits or deletes a comment, and changes where a thread belongs. Everybody with `comment` resolves,
 *      re-opens and reacts.
 * CM3  An edit keeps what was said before. A deletion takes the words, reactions and earlier versions away for good and leaves the place; with
 *      its last comment the thread is gone, and nobody can reply to it.
 * CM4  A body that holds what it may not is refused with its path, and nothing is stored.
 * CM5  A newcomer is told the 50 open threads in which something was said last, as heads; everything else comes in pages.
 * CM6  What somebody has not read is counted exactly, for each person: what others said in a thread since their mark there, deleted comments not.
 * CM7  A client may choose the ids: what it sends twice is there once.
 * CM8  A room in which nobody has commented has no tables of comments.
 * CM9  The comments of a room, with what they said before and where they belong, have at most 64 MiB together: what would be more is refused.
 *
 * AN1  An anchor in a document is the ids of the characters that it stands on. It is no part of the document: who comments need not write, and
 *      no version, undo or export of the document knows of it.
 * AN2  The room reads the words itself: nobody quotes what is not there. What the document does not hold is refused.
 * AN3  When an edit takes characters, the room looks in that edit, and in later ones, for where they went, and says so to everybody.
 * AN4  An anchor that lost some of its words is `changed`, one that lost all `orphaned`: it keeps its quote, lies on nobody else's words, and
 *      comes back with the words, or when somebody attaches it again.
 * AN5  Everybody finds the same place for an anchor.
 */
import * as z from 'zod'
import { anchorRunsMax, type Run } from './anchors.ts'
import { Attachment, AttachmentFile, AttachmentIds, NewAttachment, Upload } from './attachments.ts'
import { CommentBody } from './comment-body.ts'
import { defineContract, type Heard } from './contract.ts'
import { limits } from './limits.ts'
import { DocumentName, JsonObject, jsonBytes, UserId } from './schemas.ts'

export const ThreadId = z.string().regex(/^thr_[0-9a-z]{20}$/, 'the id of a thread')
export const CommentId = z.string().regex(/^com_[0-9a-z]{20}$/, 'the id of a comment')
const AnchorId = z.string().min(1).max(256)
const Count = z.number().int().min(0)

/** Who said something, as they were called then. `agent`: an agent that the organization's server showed at that moment. */
export const Author = z.object({
  userId: UserId,
  verified: z.boolean(),
  userInfo: z.object({ name: z.string(), color: z.string(), avatar: z.string().optional() }),
  agent: z.literal(true).optional(),
})
export type Author = z.infer<typeof Author>

const Fraction = z.number().min(0).max(1)
const Point = z.strictObject({ x: Fraction, y: Fraction })
const Whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const RunShape: z.ZodType<Run> = z.tuple([Whole, Whole, z.number().int().min(1).max(1_000_000)])

/** Where in a document: by the ids of its characters, by places in its flat text, or by its words. */
const RangeInput = z.strictObject({
  document: DocumentName,
  /** The name of the root type; a quote is looked for in all of them where it is left out. */
  root: z.string().max(256).optional(),
  runs: z.array(RunShape).min(1).max(anchorRunsMax).optional(),
  /** Places in the flat text, which has no line breaks. */
  start: Whole.optional(),
  end: Whole.optional(),
  quote: z.string().min(1).max(limits.commentTextMaxLength).optional(),
  /** What stands right before and after the quote, when it is there more than once. */
  before: z.string().max(256).optional(),
  after: z.string().max(256).optional(),
})
export type RangeInput = z.infer<typeof RangeInput>

export const AnchorInput = z.union([Point, RangeInput])
export type AnchorInput = z.infer<typeof AnchorInput>

export const anchorStates = ['anchored', 'changed', 'orphaned'] as const

/** Words of a document. `quote`: as they were when somebody commented on them. */
export const RangeAnchor = z.object({
  document: z.string(),
  root: z.string(),
  runs: z.array(RunShape),
  quote: z.string(),
  state: z.enum(anchorStates),
})
export type RangeAnchor = z.infer<typeof RangeAnchor>

/** `x` and `y` from 0 to 1 inside the element `anchorId`, or inside the whole surface without one. */
export const Anchor = z.union([Point, RangeAnchor])
export type Anchor = z.infer<typeof Anchor>

/** The head of a thread. Times are milliseconds since 1970. */
export const Thread = z.object({
  id: ThreadId,
  /** The element that it belongs to, by the id that the app gave it. */
  anchorId: AnchorId.nullable(),
  anchor: Anchor.nullable(),
  metadata: JsonObject,
  author: Author,
  createdAt: z.number().int(),
  resolved: z.object({ by: Author, at: z.number().int() }).nullable(),
  /** How many comments are in it that were not deleted. */
  comments: Count,
  /** Rises through the room with every comment: the order of threads. */
  activity: Count,
  lastAt: z.number().int(),
  /** The beginning of the first comment that is there, as plain text. */
  text: z.string(),
  /** Its last comment was deleted. */
  isDeleted: z.boolean(),
})
export type Thread = z.infer<typeof Thread>

const Person = z.object({ userId: UserId, verified: z.boolean() })
const Reaction = z.object({ emoji: z.string(), people: z.array(Person) })
export type Reaction = z.infer<typeof Reaction>

export const Comment = z.object({
  id: CommentId,
  threadId: ThreadId,
  /** Rises through the room: the order of comments. */
  sequence: Count,
  author: Author,
  /** `null`: it was deleted. */
  body: CommentBody.nullable(),
  text: z.string(),
  mentions: z.array(Person),
  reactions: z.array(Reaction),
  attachments: z.array(Attachment),
  createdAt: z.number().int(),
  editedAt: z.number().int().nullable(),
  deletedAt: z.number().int().nullable(),
})
export type Comment = z.infer<typeof Comment>

/** What every change of a thread says. */
const ThreadChange = z.object({
  thread: Thread,
  /** How many threads are open now. */
  open: Count,
  /** The head that moved up into the bound of rule CM5. */
  next: Thread.nullable(),
})
const CommentChange = ThreadChange.extend({ comment: Comment })

const Metadata = JsonObject.refine(
  (value) => jsonBytes(value) <= limits.threadMetadataMaxBytes,
  `at most ${limits.threadMetadataMaxBytes} bytes as JSON`,
)
const OfThread = z.object({ threadId: ThreadId })
const OfComment = z.object({ commentId: CommentId })
const Limit = z.number().int().min(1).max(limits.commentsPageMax).default(limits.commentsPageMax)

export const threadHeadsMax = 50

const isOurs = (type: string) => type.startsWith('threads.') || type.startsWith('comments.')

const Heads = z.object({ open: Count, threads: z.array(Thread) })

export const comments = defineContract({
  name: 'comments',
  feature: 'comments',
  requests: {
    'threads.create': {
      access: 'comment',
      body: z.object({
        id: ThreadId.optional(),
        commentId: CommentId.optional(),
        anchorId: AnchorId.optional(),
        anchor: AnchorInput.optional(),
        metadata: Metadata.default({}),
        body: CommentBody,
        attachments: AttachmentIds.default([]),
      }),
      reply: z.object({ thread: Thread, comment: Comment }),
    },
    /** By activity, the newest first. `before`: the activity of the last thread of the page before. */
    'threads.list': {
      access: 'read',
      body: z.object({
        open: z.boolean().optional(),
        anchorId: AnchorId.optional(),
        document: z.string().max(128).optional(),
        before: Whole.optional(),
        limit: z.number().int().min(1).max(threadHeadsMax).default(threadHeadsMax),
      }),
      reply: z.object({ threads: z.array(Thread), next: z.number().int().nullable() }),
    },
    'threads.get': { access: 'read', body: OfThread, reply: Thread },
    'threads.resolve': { access: 'comment', body: OfThread, reply: Thread },
    'threads.reopen': { access: 'comment', body: OfThread, reply: Thread },
    /** What is left out stays as it is; `null`: to the whole room. */
    'threads.update': {
      access: 'comment',
      body: OfThread.extend({
        anchorId: AnchorId.nullable().optional(),
        anchor: AnchorInput.nullable().optional(),
        metadata: Metadata.optional(),
      }),
      reply: Thread,
    },
    /** Everything up to now, or up to a comment. */
    'threads.read': {
      access: 'read',
      body: OfThread.extend({ upTo: Whole.optional() }),
      reply: z.object({ unread: Count }),
    },
    /** By thread, those with the newest first, at most 1,000 of them; `total` is exact. */
    'threads.unread': {
      access: 'read',
      body: z.object({}),
      reply: z.object({ total: Count, threads: z.array(z.object({ threadId: ThreadId, unread: Count })) }),
    },
    'threads.readAll': { access: 'read', body: z.object({}), reply: z.object({ unread: Count }) },
    'comments.create': {
      access: 'comment',
      body: OfThread.extend({
        id: CommentId.optional(),
        body: CommentBody,
        attachments: AttachmentIds.default([]),
      }),
      reply: z.object({ thread: Thread, comment: Comment }),
    },
    /** In order, of a thread or of all. `after` or `before` a sequence; without either, the newest. */
    'comments.list': {
      access: 'read',
      body: OfThread.partial().extend({ after: Whole.optional(), before: Whole.optional(), limit: Limit }),
      reply: z.object({ comments: z.array(Comment), hasMore: z.boolean() }),
    },
    'comments.get': { access: 'read', body: OfComment, reply: Comment },
    'comments.edit': { access: 'comment', body: OfComment.extend({ body: CommentBody }), reply: Comment },
    'comments.delete': { access: 'comment', body: OfComment, reply: Comment },
    'comments.react': {
      access: 'comment',
      body: OfComment.extend({ emoji: z.string().min(1).max(32), isOn: z.boolean() }),
      reply: z.array(Reaction),
    },
    /** Makes a place for a file that a comment is to take; of a reply in a document's thread `threadId` says which (AT1, AT2). */
    'comments.attach': {
      access: 'comment',
      body: NewAttachment.extend({ threadId: ThreadId.optional() }),
      reply: Upload,
    },
    /** Where the files of a comment can be read. */
    'comments.files': { access: 'read', body: OfComment, reply: z.array(AttachmentFile) },
    /** What it said before, the newest first. */
    'comments.history': {
      access: 'read',
      body: OfComment,
      reply: z.array(z.object({ body: CommentBody, text: z.string(), at: z.number().int() })),
    },
    /** Comments whose plain text holds all of the words, the newest first. `before`: the sequence of the last one of the page before. */
    'comments.search': {
      access: 'read',
      body: z.object({ text: z.string().min(2).max(200), before: Whole.optional(), limit: Limit }),
      reply: z.object({ comments: z.array(Comment), next: z.number().int().nullable() }),
    },
  },
  events: {
    'threads.created': { delivery: 'reliable', body: CommentChange },
    /** Resolved, re-opened, attached elsewhere, or its words went. */
    'threads.changed': { delivery: 'reliable', body: ThreadChange },
    'comments.created': { delivery: 'reliable', body: CommentChange },
    'comments.edited': { delivery: 'reliable', body: CommentChange },
    'comments.deleted': { delivery: 'reliable', body: CommentChange },
    'comments.reacted': {
      delivery: 'reliable',
      body: z.object({ threadId: ThreadId, commentId: CommentId, reactions: z.array(Reaction) }),
    },
    /** To a person's own connections: read as far as that comment; without a thread everywhere. */
    'threads.marked': { delivery: 'reliable', body: z.object({ threadId: ThreadId.nullable(), upTo: Count }) },
  },
  channels: {},
  snapshot: Heads,
  fold(state: z.infer<typeof Heads>, heard: Heard): z.infer<typeof Heads> {
    if (heard.kind !== 'event' || !isOurs(heard.type)) return state
    const { thread, open, next } = heard.body as Partial<z.infer<typeof ThreadChange>>
    if (thread === undefined || open === undefined) return state
    const changed = [thread, ...(next ? [next] : [])]
    const others = state.threads.filter(({ id }) => !changed.some((one) => one.id === id))
    const isShown = (one: Thread) => one.resolved === null && !one.isDeleted
    const threads = [...others, ...changed.filter(isShown)].sort((a, b) => b.activity - a.activity)
    return { open, threads: threads.slice(0, threadHeadsMax) }
  },
})
