/** Owns the threads of the room on this side: what the room has said, and over it what I do until the room has answered. Rules CM1–CM8 are in the contract. */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Author, Comment, Reaction, Thread } from '@syncforge/protocol/comments'
import { createId } from '@syncforge/protocol/create-id'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { batch as Batch } from '../../batch.ts'
import type { Link, Listener } from '../../connection/link.ts'
import type { fromWire as FromWire, SyncForgeError } from '../../errors.ts'
import type { createStore as CreateStore, createView as CreateView } from '../../store.ts'
import { type Anchors, createAnchors, type WordsAnchor } from './anchors.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { changeComment, type Entries, type Entry, last, put, reactedBy } from './entries.ts'
import { createFiles, type Files } from './files.ts'

/** A thread with what is loaded of it. Times are milliseconds since 1970. */
export interface CommentThread extends Omit<Thread, 'comments'> {
  /** How many comments are in it. */
  readonly count: number
  /** How many of others I have not read. */
  readonly unread: number
  /** In order; those that are loaded, see {@link CommentCalls.load}. */
  readonly comments: readonly Comment[]
  /** The room has not answered yet. */
  readonly isPending: boolean
}

/** A point from 0 to 1 inside the element, or words of a document. */
export type NewAnchor = { readonly x: number; readonly y: number } | WordsAnchor

export interface NewThread {
  readonly body: CommentBody
  /** The element that it belongs to, by an id of the app's own. */
  readonly anchorId?: string
  readonly anchor?: NewAnchor
  /** At most 1 kB as JSON. */
  readonly metadata?: JsonObject
  /** What {@link CommentCalls.attach} has given: at most ten. */
  readonly attachments?: readonly Attachment[]
}

export interface CommentCalls extends Drafts, Files {
  /** Words of documents, to comment on and to show. @example const { of, find } = await room.comments.anchors() */
  anchors(): Promise<Anchors>
  /** Begins a thread. @throws SyncForgeError VALIDATION_ERROR with `details.issues`, FORBIDDEN without `comment`, PLAN_LIMIT_EXCEEDED */
  create(thread: NewThread): Promise<CommentThread>
  /** @throws SyncForgeError as {@link create}; NOT_FOUND when the thread is gone */
  reply(
    threadId: string,
    comment: { readonly body: CommentBody; readonly attachments?: readonly Attachment[] },
  ): Promise<Comment>
  /** Mine, or anybody's with `moderate`. What it said before is kept. @throws SyncForgeError FORBIDDEN, NOT_FOUND */
  edit(commentId: string, comment: { readonly body: CommentBody }): Promise<Comment>
  /** Takes the words away for good; with its last comment the thread is gone. @throws SyncForgeError FORBIDDEN, NOT_FOUND */
  remove(commentId: string): Promise<void>
  resolve(threadId: string): Promise<void>
  reopen(threadId: string): Promise<void>
  /** Where it belongs and what else is known of it: what is left out stays, `null` is nowhere. Also for words that were lost. */
  update(
    threadId: string,
    change: {
      readonly anchorId?: string | null
      readonly anchor?: NewAnchor | null
      readonly metadata?: JsonObject
    },
  ): Promise<void>
  /** Adds my reaction, or takes it back. @example await room.comments.react(comment.id, '👍') */
  react(commentId: string, emoji: string, isOn?: boolean): Promise<void>
  markRead(threadId: string): Promise<void>
  markAllRead(): Promise<void>
  /** Loads the newest comments of a thread, and with each further call earlier ones. Resolves with whether there are more. */
  load(threadId: string): Promise<boolean>
  /** Loads threads that are not here yet, at most 50: older open ones, or resolved ones, of an element or of a document. Resolves with whether there are more. */
  loadMore(wanted?: {
    readonly open?: boolean
    readonly anchorId?: string
    readonly document?: string
  }): Promise<boolean>
  /** What it said before, the newest first. */
  history(
    commentId: string,
  ): Promise<readonly { readonly body: CommentBody; readonly text: string; readonly at: number }[]>
  /** Comments that hold all of the words, the newest first, at most 100. */
  search(text: string): Promise<readonly Comment[]>
}

/** What a page has anyway: an import of its own would cut it out of what is loaded first. */
export interface Tools {
  readonly batch: typeof Batch
  readonly createStore: typeof CreateStore
  readonly createView: typeof CreateView
  readonly fromWire: typeof FromWire
}

const idsOf = (attachments: readonly Attachment[] = []) => attachments.map(({ id }) => id)

export const createComments = (
  link: Pick<Link, 'ask' | 'me' | 'report'>,
  flush: () => Promise<void>,
  roomId: string,
  { batch, createStore, createView, fromWire }: Tools,
  endpoint: string,
) => {
  let base: Entries = new Map()
  let counts = new Map<string, number>()
  /** What I have done and the room has not answered, in order. */
  const pending = new Set<(entries: Entries) => void>()
  const unread = createStore(0)
  const anchors = createAnchors()
  const before = new Map<string, number | null>()

  const current = () => {
    const entries = new Map(base)
    for (const apply of pending) apply(entries)
    return entries
  }
  const toThread = ({ head: { comments: count, ...head }, comments, isPending = false }: Entry): CommentThread => ({
    ...head,
    count,
    unread: counts.get(head.id) ?? 0,
    comments,
    isPending,
  })
  const threads = createView((): readonly CommentThread[] =>
    [...current().values()]
      .filter(({ head }) => !head.isDeleted)
      .sort((a, b) => b.head.activity - a.head.activity)
      .map(toThread),
  )

  /** Shows what I do at once; what the room answers, or that it refuses, takes its place. */
  const doNow = async <T>(apply: (entries: Entries) => void, ask: () => Promise<T>, take: (answer: T) => void) => {
    pending.add(apply)
    threads.changed()
    try {
      const answer = await ask()
      batch(() => take(answer))
      return answer
    } finally {
      pending.delete(apply)
      threads.changed()
    }
  }

  const isMe = ({ userId, verified }: Omit<Author, 'userInfo'>) =>
    userId === link.me().userId && verified === link.me().verified
  const author = () => {
    const { userId, verified, userInfo } = link.me()
    return { userId, verified, userInfo }
  }
  const draftOf = (
    id: string,
    threadId: string,
    body: CommentBody,
    attachments: readonly Attachment[] = [],
  ): Comment => ({
    id,
    threadId,
    sequence: last,
    author: author(),
    body,
    text: typeof body === 'string' ? body : '',
    mentions: [],
    reactions: [],
    attachments: [...attachments],
    createdAt: Date.now(),
    editedAt: null,
    deletedAt: null,
  })
  const changeHead = (threadId: string, change: Partial<Thread>) => (entries: Entries) => {
    const entry = entries.get(threadId)
    if (entry) put(entries, { ...entry.head, ...change })
  }
  const takeHead = (head: Thread) => put(base, head)

  let counting: Promise<void> | null = null
  let isOutdated = false
  const countAll = async () => {
    try {
      while (isOutdated) {
        isOutdated = false
        const { total, threads: all } = await link.ask('threads.unread', {})
        counts = new Map(all.map((each) => [each.threadId, each.unread]))
        unread.set(total)
        threads.changed()
      }
    } catch (error) {
      report(error)
    } finally {
      counting = null
    }
  }
  /** One question at a time, however much changes meanwhile. */
  const count = (): Promise<void> => {
    isOutdated = true
    counting ??= countAll()
    return counting
  }
  /** After a lost connection the next welcome asks again. */
  const report = (error: unknown) => {
    const { code } = error as SyncForgeError
    if (code !== 'NETWORK_ERROR' && code !== 'CLOSED') link.report(error as SyncForgeError)
  }

  const load = async (threadId: string): Promise<boolean> => {
    const first = base.get(threadId)?.comments[0]
    const page = await link.ask('comments.list', { threadId, ...(first ? { before: first.sequence } : {}) })
    const head = base.get(threadId)?.head ?? (await link.ask('threads.get', { threadId }))
    const known = base.get(threadId)?.comments ?? []
    const comments = [...page.comments.filter(({ id }) => !known.some((one) => one.id === id)), ...known]
    base.set(threadId, { head, comments, hasMore: page.hasMore })
    threads.changed()
    return page.hasMore
  }

  /** What was heard since each list was asked for that is still on its way: it may be older or newer than the answer. */
  const loading = new Set<(() => void)[]>()
  const hear = (change: () => void) => {
    for (const changes of loading) changes.push(change)
    change()
    threads.changed()
  }

  /** Everything anew: `heads` are those of a welcome, after which what was loaded may be outdated. */
  const refresh = async (heads?: readonly Thread[]) => {
    const changes: (() => void)[] = []
    loading.add(changes)
    try {
      const open = heads ?? (await link.ask('threads.list', { open: true })).threads
      const known = base
      base = new Map(
        open.map((head) => {
          const { comments = [], hasMore = head.comments > 0 } = (heads ? null : known.get(head.id)) ?? {}
          return [head.id, { head, comments, hasMore }]
        }),
      )
      for (const change of changes) change()
      before.clear()
      threads.changed()
      count()
      // One that is gone meanwhile is not there to be loaded.
      for (const [id, { comments }] of heads ? known : []) if (comments.length > 0) await load(id).catch(() => {})
    } catch (error) {
      report(error)
    } finally {
      loading.delete(changes)
    }
  }

  const heard = ({ thread, comment }: { readonly thread: Thread; readonly comment?: Comment }) =>
    hear(() => put(base, thread, comment))
  const said = (change: { readonly thread: Thread; readonly comment: Comment }) => {
    if (!isMe(change.comment.author)) {
      counts.set(change.thread.id, (counts.get(change.thread.id) ?? 0) + 1)
      unread.set(unread.get() + 1)
      // A count that is on its way may be of before it.
      if (counting) isOutdated = true
    }
    heard(change)
  }
  const reacted = (commentId: string, reactions: Reaction[]) =>
    hear(() => changeComment(base, commentId, (comment) => ({ ...comment, reactions })))

  const listener: Listener = {
    events: {
      'threads.created': said,
      'threads.changed': heard,
      'comments.created': said,
      'comments.edited': heard,
      'comments.deleted'(change) {
        heard(change)
        count()
      },
      'comments.reacted': ({ commentId, reactions }) => reacted(commentId, reactions),
      'threads.marked': () => count(),
    },
    welcomed: ({ snapshots }) => void refresh(snapshots.comments.threads),
  }
  refresh()

  /** The room must have the characters that an anchor stands on. */
  const whenAnchored = async (anchor: NewAnchor | null | undefined) => {
    if (anchor && 'runs' in anchor) await flush()
  }

  const calls: CommentCalls = {
    ...createDrafts(link, roomId),
    ...createFiles(link, endpoint, fromWire),
    anchors: async () => anchors,
    async create(given) {
      const [id, commentId] = [createId('thr'), createId('com')]
      const comment = draftOf(commentId, id, given.body, given.attachments)
      const head: Thread = {
        id,
        anchorId: given.anchorId ?? null,
        anchor: given.anchor && 'x' in given.anchor ? given.anchor : null,
        metadata: given.metadata ?? {},
        author: comment.author,
        createdAt: comment.createdAt,
        resolved: null,
        comments: 1,
        activity: last,
        lastAt: comment.createdAt,
        text: comment.text,
        isDeleted: false,
      }
      const ask = async () => {
        await whenAnchored(given.anchor)
        return link.ask('threads.create', { ...given, attachments: idsOf(given.attachments), id, commentId })
      }
      await doNow((entries) => put(entries, head, comment, true), ask, heard)
      return toThread(base.get(id) as Entry)
    },
    async reply(threadId, { body, attachments }) {
      const comment = draftOf(createId('com'), threadId, body, attachments)
      const apply = (entries: Entries) => {
        const head = entries.get(threadId)?.head
        if (head) put(entries, { ...head, comments: head.comments + 1, activity: last }, comment, true)
      }
      const ask = () => link.ask('comments.create', { threadId, id: comment.id, body, attachments: idsOf(attachments) })
      return (await doNow(apply, ask, heard)).comment
    },
    edit: (commentId, { body }) => {
      const apply = (entries: Entries) =>
        changeComment(entries, commentId, (comment) => ({ ...comment, body, editedAt: Date.now() }))
      const ask = () => link.ask('comments.edit', { commentId, body })
      return doNow(apply, ask, (comment) => changeComment(base, commentId, () => comment))
    },
    async remove(commentId) {
      const gone = { body: null, text: '', reactions: [], mentions: [], attachments: [], deletedAt: Date.now() }
      const apply = (entries: Entries) => changeComment(entries, commentId, (comment) => ({ ...comment, ...gone }))
      const comment = await doNow(
        apply,
        () => link.ask('comments.delete', { commentId }),
        (deleted) => changeComment(base, commentId, () => deleted),
      )
      const head = await link.ask('threads.get', { threadId: comment.threadId }).catch(() => null)
      if (head) takeHead(head)
      else base.delete(comment.threadId)
      threads.changed()
    },
    async resolve(threadId) {
      const resolved = { by: author(), at: Date.now() }
      await doNow(changeHead(threadId, { resolved }), () => link.ask('threads.resolve', { threadId }), takeHead)
    },
    async reopen(threadId) {
      await doNow(changeHead(threadId, { resolved: null }), () => link.ask('threads.reopen', { threadId }), takeHead)
    },
    async update(threadId, { anchor, ...rest }) {
      await whenAnchored(anchor)
      const change = { ...rest, ...(anchor === undefined ? {} : { anchor }) }
      await doNow(
        changeHead(threadId, rest as Partial<Thread>),
        () => link.ask('threads.update', { threadId, ...change }),
        takeHead,
      )
    },
    async react(commentId, emoji, isOn = true) {
      const me = { userId: link.me().userId, verified: link.me().verified }
      const apply = (entries: Entries) =>
        changeComment(entries, commentId, (comment) => reactedBy(comment, emoji, me, isOn))
      const ask = () => link.ask('comments.react', { commentId, emoji, isOn })
      await doNow(apply, ask, (reactions) => reacted(commentId, reactions))
    },
    async markRead(threadId) {
      await link.ask('threads.read', { threadId })
      await count()
    },
    async markAllRead() {
      await link.ask('threads.readAll', {})
      await count()
    },
    load,
    async loadMore(wanted = {}) {
      const key = JSON.stringify(wanted)
      const from = before.get(key)
      if (from === null) return false
      const page = await link.ask('threads.list', {
        open: true,
        ...wanted,
        ...(from === undefined ? {} : { before: from }),
      })
      before.set(key, page.next)
      for (const head of page.threads) takeHead(head)
      threads.changed()
      return page.next !== null
    },
    history: (commentId) => link.ask('comments.history', { commentId }),
    search: async (text) => (await link.ask('comments.search', { text })).comments,
  }
  return { listener, threads, unread, calls }
}
