/** Rows of read marks: how far somebody has read each thread, and what is left (rule CM6). */
import type { RoomContext } from '../../room/feature.ts'

export interface Unread {
  readonly threadId: string
  readonly unread: number
}

export interface Marks {
  /** @param person a row of comments_person, -1 for somebody who has none */
  unread(person: number): { readonly total: number; readonly threads: Unread[] }
  of(person: number, thread: string): number
  /** A mark never goes back. */
  set(person: number, thread: string, sequence: number): void
  setAll(person: number): void
}

const listedMax = 1_000

export const createMarks = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): Marks => {
  const counted = `FROM comments_comment AS comment LEFT JOIN comments_mark AS mark ON mark.person = ?1 AND mark.thread = comment.thread
    WHERE comment.author <> ?1 AND comment.deleted_at IS NULL AND comment.sequence > COALESCE(mark.sequence, 0)`
  const touch = (person: number) =>
    void sql.exec('UPDATE comments_person SET revision = revision + 1 WHERE id = ?', person)
  return {
    unread(person) {
      if (!hasTables()) return { total: 0, threads: [] }
      const threads = sql
        .exec<{ threadId: string; unread: number }>(
          `SELECT comment.thread AS threadId, COUNT(*) AS unread ${counted} GROUP BY comment.thread ORDER BY MAX(comment.sequence) DESC`,
          person,
        )
        .toArray()
      return { total: threads.reduce((sum, { unread }) => sum + unread, 0), threads: threads.slice(0, listedMax) }
    },
    of(person, thread) {
      if (!hasTables()) return 0
      return sql.exec<{ n: number }>(`SELECT COUNT(*) AS n ${counted} AND comment.thread = ?2`, person, thread).one().n
    },
    set(person, thread, sequence) {
      sql.exec(
        `INSERT INTO comments_mark VALUES (?, ?, ?)
          ON CONFLICT (person, thread) DO UPDATE SET sequence = MAX(sequence, excluded.sequence)`,
        person,
        thread,
        sequence,
      )
      touch(person)
    },
    setAll(person) {
      sql.exec(
        `INSERT INTO comments_mark SELECT ?, thread, MAX(sequence) FROM comments_comment WHERE true GROUP BY thread
          ON CONFLICT (person, thread) DO UPDATE SET sequence = MAX(sequence, excluded.sequence)`,
        person,
      )
      touch(person)
    },
  }
}
