/** Owns table `locks_line`: who waits for what, the longest first. Decides nothing. */
import type { Sql } from '../../room/feature.ts'
import { type AuthorRow, authorIn, type Taker } from './leases.ts'

export interface Waiting extends Taker {
  readonly key: string
  readonly connectionId: string
}

interface LineRow extends AuthorRow {
  key: string
  connection: string
  ttl_ms: number
}

export const createLine = (sql: Sql) => ({
  /** Who stands there already keeps the place, and waits from now on. Returns the place, from 1. */
  join(
    key: string,
    { by, connectionId, ttlMs }: Taker & { readonly connectionId: string },
    waitMs: number,
    now: number,
  ) {
    sql.exec(
      `INSERT INTO locks_line (key, connection, user_id, verified, name, ttl_ms, since, wait_ms, ends_at, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key, connection) DO UPDATE SET ttl_ms = excluded.ttl_ms, since = excluded.since, wait_ms = excluded.wait_ms, ends_at = excluded.ends_at`,
      key,
      connectionId,
      by.userId,
      by.verified ? 1 : 0,
      by.name,
      ttlMs,
      now,
      waitMs,
      now + waitMs,
      by.agent ? 1 : 0,
    )
    return sql
      .exec<{ position: number }>(
        `SELECT COUNT(*) AS position FROM locks_line
         WHERE key = ?1 AND place <= (SELECT place FROM locks_line WHERE key = ?1 AND connection = ?2)`,
        key,
        connectionId,
      )
      .one().position
  },
  length: (key: string): number =>
    sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM locks_line WHERE key = ?', key).toArray()[0]?.n ?? 0,
  holds: (key: string, connectionId: string): boolean =>
    sql.exec('SELECT 1 FROM locks_line WHERE key = ? AND connection = ?', key, connectionId).toArray().length > 0,
  /** Takes the first one out of the line. */
  next(key: string): Waiting | null {
    const [row] = sql.exec<LineRow>('SELECT * FROM locks_line WHERE key = ? ORDER BY place LIMIT 1', key).toArray()
    if (row === undefined) return null
    sql.exec('DELETE FROM locks_line WHERE key = ? AND connection = ?', key, row.connection)
    return { key, by: authorIn(row), connectionId: row.connection, ttlMs: row.ttl_ms }
  },
  leave: (key: string, connectionId: string): void =>
    void sql.exec('DELETE FROM locks_line WHERE key = ? AND connection = ?', key, connectionId),
  leaveAll: (connectionId: string): void => void sql.exec('DELETE FROM locks_line WHERE connection = ?', connectionId),
  connections: (): string[] =>
    sql
      .exec<{ connection: string }>('SELECT DISTINCT connection FROM locks_line')
      .toArray()
      .map(({ connection }) => connection),
  /** Drops who has waited long enough; by a clock that was set back since, everybody waits from now on. */
  sweep(now: number): void {
    sql.exec('UPDATE locks_line SET since = ?1, ends_at = ?1 + wait_ms WHERE since > ?1', now)
    sql.exec('DELETE FROM locks_line WHERE ends_at <= ?', now)
  },
  nextEnd: (): number | null =>
    sql.exec<{ at: number | null }>('SELECT MIN(ends_at) AS at FROM locks_line').toArray()[0]?.at ?? null,
})
