/** Owns the threads of the room on this side: what the room has said, and over it what I do until the room has answered. Rules CM1–CM8 are in the contract. */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Author, Comment, Reaction, Thread } from '@syncforge/protocol/comments'
import { createId } from '@syncforge/protocol/create-id'
import type { Link, Listener } from '../../connection/link.ts'
import type { fromWire as FromWire, SyncForgeError } from '../../errors.ts'
import type { createStore as CreateStore, createView as CreateView } from '../../store.ts'
import type { Loaded } from '../parts/loaded.ts'
import { createAnchors } from './anchors.ts'
import type { CommentCalls, CommentThread, NewAnchor } from './calls.ts'
import { createDrafts } from './drafts.ts'
import { changeComment, type Entries, type Entry, last, put, reactedBy } from './entries.ts'
import type { Files } from './files.ts'

/** What a page has anyway: an import of its own would cut it out of what is loaded first. */
export interface Tools {
  readonly createStore: typeof CreateStore
  readonly createView: typeof CreateView
  readonly fromWire: typeof FromWire
}

/** Hears an answer in its turn. */
type Taken<T> = (answer: T) => void
interface Said {
  readonly thread: Thread
  readonly comment: Comment
}

const idsOf = (attachments: readonly Attachment[] = []) => attachments.map(({ id }) => id)

export const createComments = (
  link: Pick<Link, 'ask' | 'me' | 'report'>,
  flush: () => Promise<void>,
  roomId: string,
  { createStore, createView, fromWire }: Tools,
  endpoint: string,
  loaded: Loaded,
) => {
  let base: Entries = new Map()
  let counts = new Map<string, number>()
  /** What I have done and the room has not answered, in order. */
  const pending = new Set<(entries: Entries) => void>()
  const unread = createStore(0)
  const anchors = createAnchors()
  /** What {@link CommentCalls.loadMore} was asked for: where its next page begins, and how many there were. */
  const pages = new Map<string, { readonly next: number | null; readonly count: number }>()
  /** What was loaded on a connection that was lost, and has not been loaded again: comments of threads, pages of threads. */
  const held = { comments: new Map<string, number>(), pages: new Map<string, number>() }

  const current = () => {
    const entries = new Map(base)
    for (const apply of pending) apply(entries)
    return entries
  }
  const shown = new WeakMap<Entry, CommentThread>()
  /** One whose entry is the same is the same object: whoever draws threads need not look into it. */
  const toThread = (entry: Entry): CommentThread => {
    const { comments: count, ...head } = entry.head
    const unread = counts.get(head.id) ?? 0
    const before = shown.get(entry)
    if (before?.unread === unread) return before
    const thread = { ...head, count, unread, comments: entry.comments, isPending: entry.isPending ?? false }
    shown.set(entry, thread)
    return thread
  }
  const threads = createView((): readonly CommentThread[] =>
    [...current().values()]
      .filter(({ head }) => !head.isDeleted)
      .sort((a, b) => b.head.activity - a.head.activity)
      .map(toThread),
  )

  /** Shows what I do at once; what the room answers, in its turn, or that it refuses takes its place. */
  const doNow = async <T>(
    apply: (entries: Entries) => void,
    ask: (taken: Taken<T>) => Promise<T>,
    take: Taken<NoInfer<T>>,
  ) => {
    const settle = () => {
      pending.delete(apply)
      threads.changed()
    }
    pending.add(apply)
    threads.changed()
    try {
      return await ask((answer) => {
        take(answer)
        settle()
      })
    } catch (error) {
      settle()
      throw error
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
        await link.ask('threads.unread', {}, ({ total, threads: all }) => {
          counts = new Map(all.map((each) => [each.threadId, each.unread]))
          unread.set(total)
          threads.changed()
        })
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
    if (code !== 'NETWORK_ERROR') loaded.failed(error)
    if (code !== 'NETWORK_ERROR' && code !== 'CLOSED') link.report(error as SyncForgeError)
  }

  const load = async (threadId: string): Promise<boolean> => {
    if (!base.has(threadId)) await link.ask('threads.get', { threadId }, takeHead)
    const first = base.get(threadId)?.comments[0]
    const before = first ? { before: first.sequence } : {}
    const page = await link.ask('comments.list', { threadId, ...before }, ({ comments: found, hasMore }) => {
      const entry = base.get(threadId)
      if (!entry) return
      const known = entry.comments
      const comments = [...found.filter(({ id }) => !known.some((one) => one.id === id)), ...known]
      base.set(threadId, { ...entry, comments, hasMore })
      threads.changed()
    })
    return page.hasMore
  }

  const loadMore: CommentCalls['loadMore'] = async (wanted = {}) => {
    const key = JSON.stringify(wanted)
    const { next: from, count: before } = pages.get(key) ?? { next: undefined, count: 0 }
    if (from === null) return false
    const question = { open: true, ...wanted, ...(from === undefined ? {} : { before: from }) }
    const page = await link.ask('threads.list', question, ({ threads: heads, next }) => {
      pages.set(key, { next, count: before + 1 })
      for (const head of heads) takeHead(head)
      threads.changed()
    })
    return page.next !== null
  }

  const takeHeads = (heads: readonly Thread[], known: Entries | null) => {
    base = new Map(
      heads.map((head) => {
        const { comments = [], hasMore = head.comments > 0 } = known?.get(head.id) ?? {}
        return [head.id, { head, comments, hasMore }]
      }),
    )
    pages.clear()
    threads.changed()
    void count().then(loaded.done)
  }
  /** A new connection says the heads; what was loaded may be outdated. */
  const welcomed = async (heads: readonly Thread[]) => {
    for (const [id, { comments }] of base)
      if (comments.length > 0) held.comments.set(id, Math.max(comments.length, held.comments.get(id) ?? 0))
    for (const [key, { count }] of pages) held.pages.set(key, Math.max(count, held.pages.get(key) ?? 0))
    takeHeads(heads, null)
    try {
      await loadHeld()
    } catch (error) {
      report(error)
    }
  }
  /** As much as there was, page by page. @throws SyncForgeError what is left then waits for the next welcome */
  const loadHeld = async () => {
    for (const [key, count] of held.pages) {
      while ((pages.get(key)?.count ?? 0) < count && (await loadMore(JSON.parse(key)))) {}
      held.pages.delete(key)
    }
    for (const [id, count] of held.comments) {
      // One that is gone meanwhile is not there to be loaded.
      const isGone = (error: SyncForgeError) => {
        if (error.code === 'NOT_FOUND') return false
        throw error
      }
      while ((base.get(id)?.comments.length ?? 0) < count && (await load(id).catch(isGone))) {}
      held.comments.delete(id)
    }
  }

  const heard = ({ thread, comment }: { readonly thread: Thread; readonly comment?: Comment }) => {
    put(base, thread, comment)
    threads.changed()
  }
  const said = (change: Said) => {
    if (!isMe(change.comment.author)) {
      counts.set(change.thread.id, (counts.get(change.thread.id) ?? 0) + 1)
      unread.set(unread.get() + 1)
    }
    heard(change)
  }
  const reacted = (commentId: string, reactions: Reaction[]) => {
    changeComment(base, commentId, (comment) => ({ ...comment, reactions }))
    threads.changed()
  }

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
    welcomed: ({ snapshots }) => void welcomed(snapshots.comments.threads),
  }
  // Of a part that came late the welcome was before. Comments that came meanwhile are in it, those of before are not outdated.
  link.ask('threads.list', { open: true }, ({ threads: heads }) => takeHeads(heads, base)).catch(report)

  /** The room must have the characters that an anchor stands on. */
  const whenAnchored = async (anchor: NewAnchor | null | undefined) => {
    if (anchor && 'runs' in anchor) await flush()
  }

  /** Loaded with the first file: most comments have none. */
  const files = (): Promise<Files> =>
    import('./files.ts').then(
      ({ createFiles }) => createFiles(link, endpoint, fromWire),
      (thrown) => {
        const message = `A part of the SDK could not be loaded: ${thrown}`
        // One of the codes that only this side has.
        throw fromWire({ error: { code: 'LOAD_FAILED', message, details: null }, request_id: null } as never)
      },
    )

  const calls: CommentCalls = {
    ready: loaded.ready,
    ...createDrafts(link, roomId),
    attach: async (...given) => (await files()).attach(...given),
    files: async (commentId) => (await files()).files(commentId),
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
      const ask = async (taken: Taken<Said>) => {
        await whenAnchored(given.anchor)
        return link.ask('threads.create', { ...given, attachments: idsOf(given.attachments), id, commentId }, taken)
      }
      const made = await doNow((entries) => put(entries, head, comment, true), ask, heard)
      return toThread(base.get(id) ?? { head: made.thread, comments: [made.comment], hasMore: false })
    },
    async reply(threadId, { body, attachments }) {
      const comment = draftOf(createId('com'), threadId, body, attachments)
      const apply = (entries: Entries) => {
        const head = entries.get(threadId)?.head
        if (head) put(entries, { ...head, comments: head.comments + 1, activity: last }, comment, true)
      }
      const question = { threadId, id: comment.id, body, attachments: idsOf(attachments) }
      return (await doNow(apply, (taken: Taken<Said>) => link.ask('comments.create', question, taken), heard)).comment
    },
    edit: (commentId, { body }) => {
      const apply = (entries: Entries) =>
        changeComment(entries, commentId, (comment) => ({ ...comment, body, editedAt: Date.now() }))
      return doNow(
        apply,
        (taken: Taken<Comment>) => link.ask('comments.edit', { commentId, body }, taken),
        (comment) => changeComment(base, commentId, () => comment),
      )
    },
    async remove(commentId) {
      const gone = { body: null, text: '', reactions: [], mentions: [], attachments: [], deletedAt: Date.now() }
      const apply = (entries: Entries) => changeComment(entries, commentId, (comment) => ({ ...comment, ...gone }))
      const comment = await doNow(
        apply,
        (taken: Taken<Comment>) => link.ask('comments.delete', { commentId }, taken),
        (deleted) => changeComment(base, commentId, () => deleted),
      )
      const { threadId } = comment
      await link.ask('threads.get', { threadId }, takeHead).catch(() => base.delete(threadId))
      threads.changed()
    },
    async resolve(threadId) {
      const resolved = { by: author(), at: Date.now() }
      await doNow(
        changeHead(threadId, { resolved }),
        (taken: Taken<Thread>) => link.ask('threads.resolve', { threadId }, taken),
        takeHead,
      )
    },
    async reopen(threadId) {
      await doNow(
        changeHead(threadId, { resolved: null }),
        (taken: Taken<Thread>) => link.ask('threads.reopen', { threadId }, taken),
        takeHead,
      )
    },
    async update(threadId, { anchor, ...rest }) {
      await whenAnchored(anchor)
      const change = { ...rest, ...(anchor === undefined ? {} : { anchor }) }
      await doNow(
        changeHead(threadId, rest as Partial<Thread>),
        (taken: Taken<Thread>) => link.ask('threads.update', { threadId, ...change }, taken),
        takeHead,
      )
    },
    async react(commentId, emoji, isOn = true) {
      const me = { userId: link.me().userId, verified: link.me().verified }
      const apply = (entries: Entries) =>
        changeComment(entries, commentId, (comment) => reactedBy(comment, emoji, me, isOn))
      await doNow(
        apply,
        (taken: Taken<Reaction[]>) => link.ask('comments.react', { commentId, emoji, isOn }, taken),
        (reactions) => reacted(commentId, reactions),
      )
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
    loadMore,
    history: (commentId) => link.ask('comments.history', { commentId }),
    search: async (text) => (await link.ask('comments.search', { text })).comments,
  }
  return { listener, threads, unread, calls }
}
