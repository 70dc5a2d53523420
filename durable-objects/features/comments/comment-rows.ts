/** Rows of comments, of what they said before, and of reactions to them. */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Author, Comment, Reaction } from '@syncforge/protocol/comments'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Person } from '@syncforge/protocol/person'
import type { RoomContext } from '../../room/feature.ts'
import { folded, type Said } from './said.ts'

export interface StoredComment {
  readonly comment: Comment
  /** A row of comments_person. */
  readonly author: number
}

export interface CommentPage {
  readonly after?: number | undefined
  readonly before?: number | undefined
  readonly limit: number
}

export interface CommentRows {
  /** Makes place for so many bytes more, of whatever a comment brings. @throws RoomError LIMIT_EXCEEDED */
  takePlace(bytes: number): void
  forget(): void
  find(id: string): StoredComment | null
  /** @throws RoomError NOT_FOUND for one that never was or was deleted */
  get(id: string): StoredComment
  /** The newest sequence, 0 for none. */
  last(): number
  lastOf(thread: string): number
  countOf(thread: string): number
  add(comment: Omit<Comment, 'sequence' | 'reactions'>, author: number): Comment
  edit(id: string, said: Said, at: number): void
  /** Takes one that was made elsewhere, or what has become of it there; at its own place in the order, if that is free. */
  restore(comment: Comment, author: number): void
  restorePast(comment: string, body: CommentBody, text: string, at: number): void
  /** How many were not deleted. */
  livingOf(thread: string): number
  remove(id: string, at: number): void
  /** In order; of all threads for `null`. */
  page(thread: string | null, wanted: CommentPage): { readonly comments: Comment[]; readonly hasMore: boolean }
  /** The first one that was not deleted. */
  firstText(thread: string): string
  search(text: string, before: number, limit: number): Comment[]
  history(id: string): { readonly body: CommentBody; readonly text: string; readonly at: number }[]
  /** @throws RoomError LIMIT_EXCEEDED */
  react(id: string, emoji: string, person: number, isOn: boolean): Reaction[]
  /** Everybody who has written in the thread. */
  participants(thread: string): Person[]
}

type Row = {
  sequence: number
  id: string
  thread: string
  author: number
  author_as: string
  body: string | null
  text: string
  mentions: string
  attachments: string
  created_at: number
  edited_at: number | null
  deleted_at: number | null
}
type ReactionRow = { comment: string; emoji: string; user_id: string; verified: number }

export const createCommentRows = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): CommentRows => {
  const reactionsOf = (ids: readonly string[]): ReadonlyMap<string, Reaction[]> => {
    const found = new Map<string, Reaction[]>()
    const rows = sql
      .exec<ReactionRow>(
        `SELECT comment, emoji, user_id, verified FROM comments_reaction JOIN comments_person ON comments_person.id = person
          WHERE comment IN (SELECT value FROM json_each(?)) ORDER BY comments_reaction.id`,
        JSON.stringify(ids),
      )
      .toArray()
    for (const { comment, emoji, user_id: userId, verified } of rows) {
      const all = found.get(comment) ?? []
      const same = all.find((one) => one.emoji === emoji)
      const person = { userId, verified: verified === 1 }
      if (same === undefined) all.push({ emoji, people: [person] })
      else same.people.push(person)
      found.set(comment, all)
    }
    return found
  }

  const toComments = (rows: readonly Row[]): Comment[] => {
    if (rows.length === 0) return []
    const reactions = reactionsOf(rows.map(({ id }) => id))
    return rows.map((row) => ({
      id: row.id,
      threadId: row.thread,
      sequence: row.sequence,
      author: JSON.parse(row.author_as) as Author,
      body: row.body === null ? null : (JSON.parse(row.body) as CommentBody),
      text: row.text,
      mentions: JSON.parse(row.mentions) as Person[],
      reactions: reactions.get(row.id) ?? [],
      attachments: JSON.parse(row.attachments) as Attachment[],
      createdAt: row.created_at,
      editedAt: row.edited_at,
      deletedAt: row.deleted_at,
    }))
  }

  const columns =
    'sequence, id, thread, author, author_as, body, text, mentions, attachments, created_at, edited_at, deleted_at'
  const select = (rest: string, ...values: readonly (string | number)[]) =>
    hasTables() ? sql.exec<Row>(`SELECT ${columns} FROM comments_comment ${rest}`, ...values).toArray() : []

  const find = (id: string): StoredComment | null => {
    const [row] = select('WHERE id = ?', id)
    if (row === undefined) return null
    const [comment] = toComments([row])
    return comment === undefined ? null : { comment, author: row.author }
  }

  const numberFrom = (query: string, ...values: readonly (string | number)[]): number =>
    hasTables() ? sql.exec<{ n: number }>(query, ...values).one().n : 0

  /** Reading it looks at every row: once in a wake, and after whatever does not merely add. */
  let total: number | null = null
  const bytesIn = (table: string, ...columns: readonly string[]) =>
    numberFrom(
      `SELECT COALESCE(SUM(${columns.map((name) => `COALESCE(LENGTH(CAST(${name} AS BLOB)), 0)`).join(' + ')}), 0) AS n FROM ${table}`,
    )
  const totalBytes = () =>
    bytesIn('comments_comment', 'body') +
    bytesIn('comments_past', 'body') +
    bytesIn('comments_thread', 'metadata') +
    bytesIn('comments_anchor', 'runs', 'words')

  return {
    takePlace(bytes) {
      total ??= totalBytes()
      const max = limits.commentsTotalMaxBytes
      if (total + bytes > max)
        throw new RoomError('LIMIT_EXCEEDED', `All comments of a room have at most ${max} bytes`, { maxBytes: max })
      total += bytes
    },
    forget() {
      total = null
    },
    find,
    get(id) {
      const found = find(id)
      if (found === null || found.comment.deletedAt !== null)
        throw new RoomError('NOT_FOUND', 'There is no such comment', { commentId: id })
      return found
    },
    last: () => numberFrom('SELECT COALESCE(MAX(sequence), 0) AS n FROM comments_comment'),
    lastOf: (thread) =>
      numberFrom('SELECT COALESCE(MAX(sequence), 0) AS n FROM comments_comment WHERE thread = ?', thread),
    countOf: (thread) => numberFrom('SELECT COUNT(*) AS n FROM comments_comment WHERE thread = ?', thread),
    add(comment, author) {
      const { id, threadId, body, text, mentions, attachments, createdAt } = comment
      const { sequence } = sql
        .exec<{ sequence: number }>(
          `INSERT INTO comments_comment (id, thread, author, author_as, body, text, folded, mentions, attachments, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence`,
          id,
          threadId,
          author,
          JSON.stringify(comment.author),
          JSON.stringify(body),
          text,
          folded(text),
          JSON.stringify(mentions),
          JSON.stringify(attachments),
          createdAt,
        )
        .one()
      return { ...comment, sequence, reactions: [] }
    },
    restore(comment, author) {
      total = null
      // A copy of before there were any names none.
      const { id, body, text, mentions, attachments = [], editedAt, deletedAt } = comment
      const known = find(id)
      const values = [
        body && JSON.stringify(body),
        text,
        folded(text),
        JSON.stringify(mentions),
        JSON.stringify(attachments),
        editedAt,
        deletedAt,
      ]
      if (known !== null) {
        sql.exec(
          'UPDATE comments_comment SET body = ?, text = ?, folded = ?, mentions = ?, attachments = ?, edited_at = ?, deleted_at = ? WHERE id = ?',
          ...values,
          id,
        )
        return
      }
      const isTaken = select('WHERE sequence = ?', comment.sequence).length > 0
      sql.exec(
        `INSERT INTO comments_comment (body, text, folded, mentions, attachments, edited_at, deleted_at, sequence, id, thread, author, author_as, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...values,
        isTaken ? null : comment.sequence,
        id,
        comment.threadId,
        author,
        JSON.stringify(comment.author),
        comment.createdAt,
      )
    },
    restorePast: (comment, body, text, at) =>
      void sql.exec(
        `INSERT INTO comments_past (comment, body, text, at) SELECT ?1, ?2, ?3, ?4
          WHERE NOT EXISTS (SELECT 1 FROM comments_past WHERE comment = ?1 AND at = ?4)`,
        comment,
        JSON.stringify(body),
        text,
        at,
      ),
    livingOf: (thread) =>
      numberFrom('SELECT COUNT(*) AS n FROM comments_comment WHERE thread = ? AND deleted_at IS NULL', thread),
    edit(id, { body, text, mentions }, at) {
      sql.exec(
        `INSERT INTO comments_past (comment, body, text, at)
          SELECT id, body, text, COALESCE(edited_at, created_at) FROM comments_comment WHERE id = ?`,
        id,
      )
      const dropped = sql
        .exec<{ id: number }>(
          `DELETE FROM comments_past WHERE comment = ? AND id NOT IN (SELECT id FROM comments_past WHERE comment = ? ORDER BY id DESC LIMIT ?)
            RETURNING id`,
          id,
          id,
          limits.commentEditsKept,
        )
        .toArray()
      if (dropped.length > 0) total = null
      sql.exec(
        'UPDATE comments_comment SET body = ?, text = ?, folded = ?, mentions = ?, edited_at = ? WHERE id = ?',
        JSON.stringify(body),
        text,
        folded(text),
        JSON.stringify(mentions),
        at,
        id,
      )
    },
    remove(id, at) {
      total = null
      sql.exec('DELETE FROM comments_past WHERE comment = ?', id)
      sql.exec('DELETE FROM comments_reaction WHERE comment = ?', id)
      sql.exec(
        "UPDATE comments_comment SET body = NULL, text = '', folded = '', mentions = '[]', attachments = '[]', deleted_at = ? WHERE id = ?",
        at,
        id,
      )
    },
    page(thread, { after, before, limit }) {
      const [where, values] = thread === null ? ['', []] : ['thread = ? AND ', [thread]]
      const rows =
        after === undefined
          ? select(
              `WHERE ${where}sequence < ? ORDER BY sequence DESC LIMIT ?`,
              ...values,
              before ?? Number.MAX_SAFE_INTEGER,
              limit + 1,
            )
          : select(`WHERE ${where}sequence > ? ORDER BY sequence LIMIT ?`, ...values, after, limit + 1)
      const shown = rows.slice(0, limit)
      return { comments: toComments(after === undefined ? shown.reverse() : shown), hasMore: rows.length > limit }
    },
    firstText: (thread) =>
      select('WHERE thread = ? AND deleted_at IS NULL ORDER BY sequence LIMIT 1', thread)[0]?.text ?? '',
    search(text, before, limit) {
      const words = folded(text)
        .split(/\s+/)
        .filter((word) => word !== '')
      const where = words.map(() => 'instr(folded, ?) > 0').join(' AND ')
      if (words.length === 0) return []
      return toComments(
        select(`WHERE sequence < ? AND ${where} ORDER BY sequence DESC LIMIT ?`, before, ...words, limit),
      )
    },
    history: (id) =>
      sql
        .exec<{ body: string; text: string; at: number }>(
          'SELECT body, text, at FROM comments_past WHERE comment = ? ORDER BY id DESC',
          id,
        )
        .toArray()
        .map(({ body, text, at }) => ({ body: JSON.parse(body) as CommentBody, text, at })),
    react(id, emoji, person, isOn) {
      if (!isOn)
        sql.exec('DELETE FROM comments_reaction WHERE comment = ? AND emoji = ? AND person = ?', id, emoji, person)
      else {
        const all = reactionsOf([id]).get(id) ?? []
        const same = all.find((one) => one.emoji === emoji)
        const isFull =
          same === undefined
            ? all.length >= limits.commentReactionsMax
            : same.people.length >= limits.commentReactingMax
        if (isFull) throw new RoomError('LIMIT_EXCEEDED', 'The comment has as many reactions as it may have')
        sql.exec('INSERT OR IGNORE INTO comments_reaction (comment, emoji, person) VALUES (?, ?, ?)', id, emoji, person)
      }
      return reactionsOf([id]).get(id) ?? []
    },
    participants: (thread) =>
      sql
        .exec<{ user_id: string; verified: number }>(
          `SELECT DISTINCT user_id, verified FROM comments_comment JOIN comments_person ON comments_person.id = author
            WHERE thread = ? AND deleted_at IS NULL LIMIT 200`,
          thread,
        )
        .toArray()
        .map(({ user_id: userId, verified }) => ({ userId, verified: verified === 1 })),
  }
}
