/** Rows of threads: their heads, and the bounded view of the open ones (rule CM5). */
import { type Anchor, type Author, type Thread, threadHeadsMax } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { RoomContext } from '../../room/feature.ts'

const Status = { open: 0, resolved: 1, deleted: 2 } as const

export interface StoredThread {
  readonly head: Thread
  /** A row of comments_person. */
  readonly author: number
  readonly revision: number
}

export interface ThreadPage {
  readonly open?: boolean | undefined
  readonly anchorId?: string | undefined
  readonly document?: string | undefined
  readonly before?: number | undefined
  readonly limit: number
}

export interface Threads {
  /** `null`: there was never one. */
  find(id: string): StoredThread | null
  /** One that somebody may still write in. @throws RoomError NOT_FOUND */
  get(id: string): StoredThread
  create(head: Thread, author: number): void
  /** Writes a head that has changed. */
  put(head: Thread): void
  /** It is a copy of one elsewhere. */
  setRevision(id: string, revision: number): void
  page(wanted: ThreadPage): Thread[]
  count(): number
  /** The open ones in which something was said last. */
  heads(): { readonly open: number; readonly threads: Thread[] }
  /** What everybody is told of a change: after {@link put}. `wasOpen`: it was before. */
  change(thread: Thread, wasOpen: boolean): { thread: Thread; open: number; next: Thread | null }
  forget(): void
}

type Row = {
  id: string
  status: number
  anchor_id: string | null
  anchor: string | null
  metadata: string
  author: number
  author_as: string
  created_at: number
  resolved: string | null
  comments: number
  activity: number
  last_at: number
  text: string
  revision: number
}

const toHead = (row: Row): Thread => ({
  id: row.id,
  anchorId: row.anchor_id,
  anchor: row.anchor === null ? null : (JSON.parse(row.anchor) as Anchor),
  metadata: JSON.parse(row.metadata) as JsonObject,
  author: JSON.parse(row.author_as) as Author,
  createdAt: row.created_at,
  resolved: row.resolved === null ? null : (JSON.parse(row.resolved) as Thread['resolved']),
  comments: row.comments,
  activity: row.activity,
  lastAt: row.last_at,
  text: row.text,
  isDeleted: row.status === Status.deleted,
})

export const documentOf = ({ anchor }: Pick<Thread, 'anchor'>): string | null =>
  anchor !== null && 'document' in anchor ? anchor.document : null

const statusOf = ({ isDeleted, resolved }: Thread) =>
  isDeleted ? Status.deleted : resolved === null ? Status.open : Status.resolved

export const isOpen = (head: Thread): boolean => statusOf(head) === Status.open

const noThread = (threadId: string) => new RoomError('NOT_FOUND', 'There is no such thread', { threadId })

export const createThreads = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): Threads => {
  let shown: ReturnType<Threads['heads']> | null = null

  const find = (id: string): StoredThread | null => {
    if (!hasTables()) return null
    const [row] = sql.exec<Row>('SELECT * FROM comments_thread WHERE id = ?', id).toArray()
    return row === undefined ? null : { head: toHead(row), author: row.author, revision: row.revision }
  }

  const page = ({ open, anchorId, document, before, limit }: ThreadPage): Thread[] => {
    if (!hasTables()) return []
    const where = ['activity < ?']
    const values: (string | number)[] = [before ?? Number.MAX_SAFE_INTEGER]
    const and = (condition: string, value: string | number) => {
      where.push(condition)
      values.push(value)
    }
    if (open === undefined) and('status < ?', Status.deleted)
    else and('status = ?', open ? Status.open : Status.resolved)
    if (anchorId !== undefined) and('anchor_id = ?', anchorId)
    if (document !== undefined) and('document = ?', document)
    return sql
      .exec<Row>(
        `SELECT * FROM comments_thread WHERE ${where.join(' AND ')} ORDER BY activity DESC LIMIT ?`,
        ...values,
        limit,
      )
      .toArray()
      .map(toHead)
  }

  const countOpen = () =>
    hasTables()
      ? sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM comments_thread WHERE status = 0').one().count
      : 0

  const heads = () => {
    shown ??= { open: countOpen(), threads: page({ open: true, limit: threadHeadsMax }) }
    return shown
  }

  return {
    find,
    page,
    heads,
    get(id) {
      const found = find(id)
      if (found === null || found.head.isDeleted) throw noThread(id)
      return found
    },
    create(head, author) {
      sql.exec(
        `INSERT INTO comments_thread (id, status, anchor_id, document, anchor, metadata, author, author_as, created_at, comments, activity,
          last_at, text, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
        head.id,
        statusOf(head),
        head.anchorId,
        documentOf(head),
        head.anchor && JSON.stringify(head.anchor),
        JSON.stringify(head.metadata),
        author,
        JSON.stringify(head.author),
        head.createdAt,
        head.comments,
        head.activity,
        head.lastAt,
        head.text,
      )
    },
    put(head) {
      sql.exec(
        `UPDATE comments_thread SET status = ?, anchor_id = ?, document = ?, anchor = ?, metadata = ?, resolved = ?, comments = ?, activity = ?,
          last_at = ?, text = ?, revision = revision + 1 WHERE id = ?`,
        statusOf(head),
        head.anchorId,
        documentOf(head),
        head.anchor && JSON.stringify(head.anchor),
        JSON.stringify(head.metadata),
        head.resolved && JSON.stringify(head.resolved),
        head.comments,
        head.activity,
        head.lastAt,
        head.text,
        head.id,
      )
    },
    setRevision: (id, revision) => void sql.exec('UPDATE comments_thread SET revision = ? WHERE id = ?', revision, id),
    count: () =>
      hasTables() ? sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM comments_thread').one().count : 0,
    change(thread, wasOpen) {
      const before = heads()
      const isNow = isOpen(thread)
      const open = before.open + Number(isNow) - Number(wasOpen)
      const others = before.threads.filter(({ id }) => id !== thread.id)
      const mine = [...others, ...(isNow ? [thread] : [])].sort((a, b) => b.activity - a.activity)
      const isShort = mine.length < Math.min(threadHeadsMax, open)
      const next = isShort ? (page({ open: true, limit: threadHeadsMax }).at(-1) ?? null) : null
      shown = { open, threads: [...mine, ...(next === null ? [] : [next])].slice(0, threadHeadsMax) }
      return { thread, open, next }
    },
    forget() {
      shown = null
    },
  }
}
