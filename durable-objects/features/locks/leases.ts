/** Owns tables `locks_lease` and `locks_token`: who holds what. Decides nothing. */
import type { Lease } from '@syncforge/protocol/locks'
import type { Author } from '@syncforge/protocol/schemas'
import type { Sql } from '../../room/feature.ts'

/** Who has a lock or waits for it. */
export interface Taker {
  readonly by: Author
  readonly connectionId: string | null
  readonly ttlMs: number
}

export interface HeldLock extends Lease {
  /** When it was granted or last renewed. */
  readonly since: number
  readonly ttlMs: number
}

export interface AuthorRow extends Record<string, SqlStorageValue> {
  user_id: string
  verified: number
  name: string
  agent: number
}

interface LeaseRow extends AuthorRow {
  key: string
  token: number
  connection: string | null
  since: number
  ttl_ms: number
  ends_at: number
}

export const authorIn = ({ user_id: userId, name, verified, agent }: AuthorRow): Author => ({
  userId,
  name,
  verified: verified === 1,
  ...(agent === 1 ? { agent: true } : {}),
})

const toHeld = (row: LeaseRow): HeldLock => ({
  key: row.key,
  token: row.token,
  expiresAt: row.ends_at,
  by: authorIn(row),
  connectionId: row.connection,
  since: row.since,
  ttlMs: row.ttl_ms,
})

export const toLease = ({ since: _, ttlMs: __, ...lease }: HeldLock): Lease => lease

export const createLeaseStore = (sql: Sql) => {
  const select = (where: string, ...values: readonly SqlStorageValue[]): HeldLock[] =>
    sql
      .exec<LeaseRow>(`SELECT * FROM locks_lease ${where}`, ...values)
      .toArray()
      .map(toHeld)

  /** Higher than every one before, also in a room that has lost its rows: time goes on meanwhile. */
  const nextToken = (now: number): number => {
    const [known] = sql.exec<{ last: number }>('SELECT last FROM locks_token').toArray()
    const token = Math.max((known?.last ?? 0) + 1, now)
    sql.exec('INSERT OR REPLACE INTO locks_token VALUES (1, ?)', token)
    return token
  }

  const put = ({ key, token, connectionId, by, since, ttlMs, expiresAt }: HeldLock): void => {
    sql.exec(
      `INSERT OR REPLACE INTO locks_lease (key, token, connection, user_id, verified, name, since, ttl_ms, ends_at, agent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      key,
      token,
      connectionId,
      by.userId,
      by.verified ? 1 : 0,
      by.name,
      since,
      ttlMs,
      expiresAt,
      by.agent ? 1 : 0,
    )
  }

  return {
    find: (key: string): HeldLock | null => select('WHERE key = ?', key)[0] ?? null,
    all: (): HeldLock[] => select('ORDER BY key'),
    of: (connectionId: string): HeldLock[] => select('WHERE connection = ?', connectionId),
    endedBy: (now: number): HeldLock[] => select('WHERE ends_at <= ? ORDER BY ends_at', now),
    /** By a clock that was set back since. */
    fromAhead: (now: number): HeldLock[] => select('WHERE since > ?', now),
    count: (): number => sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM locks_lease').toArray()[0]?.n ?? 0,
    nextEnd: (): number | null =>
      sql.exec<{ at: number | null }>('SELECT MIN(ends_at) AS at FROM locks_lease').toArray()[0]?.at ?? null,
    /** Under a new token. */
    grant(key: string, { by, connectionId, ttlMs }: Taker, now: number): HeldLock {
      const held = { key, token: nextToken(now), by, connectionId, ttlMs, since: now, expiresAt: now + ttlMs }
      put(held)
      return held
    },
    put,
    drop: (key: string): void => void sql.exec('DELETE FROM locks_lease WHERE key = ?', key),
  }
}
