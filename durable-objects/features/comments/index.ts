/** Owns the tables `comments_*`: threads, what was said in them, and where they belong. Rules CM1–CM8 and AN1–AN5 are in the contract. */
import { allows } from '@syncforge/protocol/access'
import { faultOfEmoji } from '@syncforge/protocol/comment-body'
import { type Comment, comments as contract, type Thread } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { isSamePerson } from '@syncforge/protocol/person'
import { jsonBytes } from '@syncforge/protocol/schemas'
import { type Connection, defineFeature } from '../../room/feature.ts'
import { createAnchors } from './anchors/index.ts'
import { createCommentRows } from './comment-rows.ts'
import { invalid } from './invalid.ts'
import { createMarks } from './marks.ts'
import { createCommentMirrors, createThreadBranching, createWholeThreads } from './mirror.ts'
import { createPeople, toAuthor } from './people.ts'
import { checkSaid, type Said } from './said.ts'
import { migrations } from './schema.ts'
import { createThreads, documentOf, isOpen } from './threads.ts'

/** How much of the first comment a head shows, and a fact. */
const excerptLength = 280

const personOf = ({ user: { userId, verified } }: Connection) => ({ userId, verified })

/** What facts say of who it was. */
const saidBy = (from: Connection) => ({
  by: personOf(from),
  name: from.user.userInfo.name,
  ...(from.isAgent ? { agent: true as const } : {}),
})

const forbidden = (what: string) => new RoomError('FORBIDDEN', `Only who wrote it, or who has moderate, may ${what}`)

export const comments = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['comments_mirror'],
  open(room) {
    const { clock } = room
    const people = createPeople(room)
    const threads = createThreads(room)
    const rows = createCommentRows(room)
    const marks = createMarks(room)
    const anchors = createAnchors(room, threads)
    const whole = createWholeThreads({ people, threads, rows, anchors: anchors.rows, files: room.files })

    const requireOwn = (author: number, from: Connection, what: string) => {
      if (people.find(from.user) !== author && !allows(from.access, 'moderate')) throw forbidden(what)
    }

    const factOf = (
      kind: 'comment.created' | 'comment.edited' | 'comment.deleted',
      thread: Thread,
      { id, mentions, text }: Pick<Comment, 'id' | 'mentions' | 'text'>,
      from: Connection,
    ): Fact => ({
      kind,
      body: {
        threadId: thread.id,
        commentId: id,
        ...saidBy(from),
        text: text.slice(0, excerptLength),
        mentions,
        participants: rows.participants(thread.id),
      },
    })
    const threadFact = (
      kind: 'thread.created' | 'thread.resolved' | 'thread.reopened',
      { id }: Thread,
      from: Connection,
    ): Fact => ({
      kind,
      body: {
        threadId: id,
        ...saidBy(from),
        participants: rows.participants(id),
      },
    })

    /** Writes a comment into a thread that is there. */
    const say = (
      threadId: string,
      id: string,
      { body, text, mentions }: Said,
      files: readonly string[],
      from: Connection,
    ): Comment => {
      rows.takePlace(jsonBytes(body))
      const author = people.idOf(from.user)
      const attachments = files.map((file) => room.files.take(file, personOf(from)))
      const said = { id, threadId, author: toAuthor(from), body, text, mentions: [...mentions], attachments }
      return rows.add({ ...said, createdAt: clock(), editedAt: null, deletedAt: null }, author)
    }

    /** What a client sent twice is there once (rule CM7); `null`: it is new. @throws RoomError for an id that somebody else has */
    const saidBefore = (id: string | undefined, threadId: string | undefined, from: Connection) => {
      const found = id === undefined ? null : rows.find(id)
      if (found === null) return null
      const { comment } = found
      if (!isSamePerson(comment.author, from.user) || (threadId ?? comment.threadId) !== comment.threadId)
        throw invalid('id', 'is taken')
      const { head } = threads.get(comment.threadId)
      return { thread: head, comment }
    }

    /** Writes a head with what `change` makes of it, and says what everybody is told. */
    const update = (head: Thread, change: Partial<Thread>) => {
      const thread = { ...head, ...change }
      threads.put(thread)
      return threads.change(thread, isOpen(head))
    }

    const setResolved = (threadId: string, from: Connection, isResolved: boolean) => {
      const { head } = threads.get(threadId)
      if ((head.resolved !== null) === isResolved) return { reply: head }
      const resolved = isResolved ? { by: toAuthor(from), at: clock() } : null
      const body = update(head, { resolved })
      room.mirrorLater()
      return {
        reply: body.thread,
        announce: [{ to: 'others', event: { type: 'threads.changed', body } }],
        facts: [threadFact(isResolved ? 'thread.resolved' : 'thread.reopened', head, from)],
      } as const
    }

    /** What changed in a comment, with its thread's head as it is now. */
    const commentChanged = (id: string, change: Partial<Thread> = {}) => {
      const comment = rows.find(id)?.comment as Comment
      const { head } = threads.get(comment.threadId)
      room.mirrorLater()
      const text = rows.firstText(comment.threadId).slice(0, excerptLength)
      return { ...update(head, { ...change, text }), comment }
    }

    const markRead = (from: Connection, threadId: string, upTo: number | undefined) => {
      const last = Math.min(upTo ?? Number.MAX_SAFE_INTEGER, rows.lastOf(threadId))
      marks.set(people.idOf(from.user), threadId, last)
      return last
    }

    const marked = (from: Connection, threadId: string | null, upTo: number) =>
      ({ to: personOf(from), event: { type: 'threads.marked', body: { threadId, upTo } } }) as const

    return {
      handlers: {
        'threads.create'({ id, commentId, anchorId, anchor, metadata, body: given, attachments }, from) {
          const before = saidBefore(commentId, id, from)
          if (before !== null) return { reply: before }
          if (id !== undefined && threads.find(id) !== null) throw invalid('id', 'is taken')
          if (threads.count() >= limits.threadsPerRoom)
            throw new RoomError('LIMIT_EXCEEDED', 'The room has as many threads as it may have', {
              max: limits.threadsPerRoom,
            })
          const placed = anchors.check(anchor ?? null)
          rows.takePlace(jsonBytes(metadata) + jsonBytes(placed))
          const said = checkSaid(given, people, from)
          const threadId = id ?? createId('thr')
          const comment = say(threadId, commentId ?? createId('com'), said, attachments, from)
          const head: Thread = {
            id: threadId,
            anchorId: anchorId ?? null,
            anchor: anchors.take(threadId, placed),
            metadata,
            author: comment.author,
            createdAt: comment.createdAt,
            resolved: null,
            comments: 1,
            activity: comment.sequence,
            lastAt: comment.createdAt,
            text: said.text.slice(0, excerptLength),
            isDeleted: false,
          }
          threads.create(head, people.idOf(from.user))
          room.mirrorLater()
          const body = { ...threads.change(head, false), comment }
          return {
            reply: { thread: head, comment },
            announce: [{ to: 'others', event: { type: 'threads.created', body } }],
            facts: [threadFact('thread.created', head, from), factOf('comment.created', head, comment, from)],
          }
        },
        'threads.list'(wanted) {
          const found = threads.page(wanted)
          return {
            reply: { threads: found, next: found.length < wanted.limit ? null : (found.at(-1)?.activity ?? null) },
          }
        },
        'threads.get': ({ threadId }) => ({ reply: threads.get(threadId).head }),
        'threads.resolve': ({ threadId }, from) => setResolved(threadId, from, true),
        'threads.reopen': ({ threadId }, from) => setResolved(threadId, from, false),
        'threads.update'({ threadId, anchorId, anchor, metadata }, from) {
          const { head, author } = threads.get(threadId)
          requireOwn(author, from, 'change it')
          const placed = anchor === undefined ? undefined : anchors.check(anchor)
          rows.takePlace(jsonBytes(metadata ?? {}) + jsonBytes(placed ?? null))
          const moved = placed === undefined ? {} : { anchor: anchors.take(threadId, placed) }
          // What it had before is gone.
          rows.forget()
          const body = update(head, {
            ...moved,
            ...(anchorId === undefined ? {} : { anchorId }),
            ...(metadata === undefined ? {} : { metadata }),
          })
          room.mirrorLater()
          return { reply: body.thread, announce: [{ to: 'others', event: { type: 'threads.changed', body } }] }
        },
        'threads.read'({ threadId, upTo }, from) {
          threads.get(threadId)
          const last = markRead(from, threadId, upTo)
          room.mirrorLater()
          return {
            reply: { unread: marks.of(people.find(from.user), threadId) },
            announce: [marked(from, threadId, last)],
          }
        },
        'threads.unread': (_, from) => ({ reply: marks.unread(people.find(from.user)) }),
        'threads.readAll'(_, from) {
          if (!room.hasTables()) return { reply: { unread: 0 } }
          marks.setAll(people.idOf(from.user))
          room.mirrorLater()
          return { reply: { unread: 0 }, announce: [marked(from, null, rows.last())] }
        },
        'comments.create'({ id, threadId, body: given, attachments }, from) {
          const before = saidBefore(id, threadId, from)
          if (before !== null) return { reply: before }
          const { head } = threads.get(threadId)
          if (rows.countOf(threadId) >= limits.commentsPerThread)
            throw new RoomError('LIMIT_EXCEEDED', 'The thread has as many comments as it may have', {
              max: limits.commentsPerThread,
            })
          const comment = say(threadId, id ?? createId('com'), checkSaid(given, people, from), attachments, from)
          const { sequence: activity, createdAt: lastAt } = comment
          const body = { ...update(head, { activity, lastAt, comments: head.comments + 1 }), comment }
          room.mirrorLater()
          return {
            reply: { thread: body.thread, comment },
            announce: [{ to: 'others', event: { type: 'comments.created', body } }],
            facts: [factOf('comment.created', head, comment, from)],
          }
        },
        'comments.list'({ threadId, ...wanted }) {
          if (threadId !== undefined) threads.get(threadId)
          return { reply: rows.page(threadId ?? null, wanted) }
        },
        'comments.get': ({ commentId }) => ({ reply: rows.get(commentId).comment }),
        'comments.edit'({ commentId, body: given }, from) {
          const { comment, author } = rows.get(commentId)
          requireOwn(author, from, 'edit it')
          const said = checkSaid(given, people, from, comment.body ?? '')
          if (JSON.stringify(said.body) === JSON.stringify(comment.body)) return { reply: comment }
          rows.takePlace(jsonBytes(said.body))
          rows.edit(commentId, said, clock())
          const body = commentChanged(commentId)
          return {
            reply: body.comment,
            announce: [{ to: 'others', event: { type: 'comments.edited', body } }],
            facts: [factOf('comment.edited', body.thread, body.comment, from)],
          }
        },
        'comments.delete'({ commentId }, from) {
          const { comment, author } = rows.get(commentId)
          requireOwn(author, from, 'delete it')
          const { head } = threads.get(comment.threadId)
          // Whoever was told of it has to be told that it is gone.
          const fact = factOf('comment.deleted', head, { ...comment, text: '' }, from)
          for (const file of comment.attachments) room.files.drop(file.id)
          rows.remove(commentId, clock())
          const left = head.comments - 1
          if (left === 0) anchors.drop(head.id)
          const body = commentChanged(commentId, { comments: left, isDeleted: left === 0 })
          return {
            reply: body.comment,
            announce: [{ to: 'others', event: { type: 'comments.deleted', body } }],
            facts: [fact],
          }
        },
        'comments.react'({ commentId, emoji, isOn }, from) {
          const fault = faultOfEmoji(emoji)
          if (fault !== null) throw invalid('emoji', fault)
          const { threadId } = rows.get(commentId).comment
          const { head } = threads.get(threadId)
          const reactions = rows.react(commentId, emoji, people.idOf(from.user), isOn)
          threads.put(head)
          room.mirrorLater()
          const body = { threadId, commentId, reactions }
          return { reply: reactions, announce: [{ to: 'others', event: { type: 'comments.reacted', body } }] }
        },
        'comments.attach': ({ name, bytes }, from) => ({ reply: room.files.expect(personOf(from), { name, bytes }) }),
        'comments.files': ({ commentId }) => ({
          reply: rows.get(commentId).comment.attachments.map((file) => ({ ...file, ...room.files.open(file.id) })),
        }),
        'comments.history'({ commentId }) {
          rows.get(commentId)
          return { reply: rows.history(commentId) }
        },
        'comments.search'({ text, before, limit }) {
          const found = rows.search(text, before ?? Number.MAX_SAFE_INTEGER, limit)
          return { reply: { comments: found, next: found.length < limit ? null : (found.at(-1)?.sequence ?? null) } }
        },
      },

      snapshot: threads.heads,
      unread: {
        of: (person) => marks.unread(people.find(person)).total,
        changedBy: ['threads.created', 'comments.created', 'comments.deleted', 'threads.marked'],
      },

      /** Rights may differ in a document: whoever comments on its words needs them there. */
      partOf(about) {
        const { threadId, commentId, anchor } = about as {
          readonly threadId?: string
          readonly commentId?: string
          readonly anchor?: { readonly document?: string } | null
        }
        if (anchor?.document !== undefined) return anchor.document
        const thread = threadId ?? (commentId === undefined ? undefined : rows.find(commentId)?.comment.threadId)
        const found = thread === undefined ? null : threads.find(thread)
        return found === null ? null : documentOf(found.head)
      },

      people: people.written,

      watcher: anchors.watcher,

      mirrors: createCommentMirrors(room, whole, people),

      branching: createThreadBranching(room, whole, (id) => {
        const found = threads.find(id)
        threads.forget()
        const { open, threads: heads } = threads.heads()
        room.mirrorLater()
        const body = { thread: found?.head, open, next: heads.at(-1) ?? null }
        return { to: 'everyone', event: { type: 'threads.changed', body } }
      }),

      onImport: room.mirrorLater,

      forget() {
        threads.forget()
        rows.forget()
        anchors.forget()
      },
    }
  },
})
