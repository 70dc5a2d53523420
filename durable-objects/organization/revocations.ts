/** Keys that have ended, and the rooms that have still to be told. Who could not be reached is tried again; who tells of people hears of them then. */
import type { Sql } from '../actor/storage.ts'

export interface Revocations {
  /** These keys have ended; every one of `rooms` is to be told. */
  add(credentials: readonly string[], rooms: readonly string[]): void
  /** One of them has not ended after all: nobody else is told. */
  withdraw(credential: string): void
  /** These keys end then. */
  retire(credentials: readonly string[], endsAt: number): void
  /** Takes out those that have ended by `now`. */
  takeEnded(now: number): readonly string[]
  /** When the next one ends. */
  nextEnd(): number | null
  /** Keys that ended of late: the edge lets nobody in by an earlier one any more. */
  recent(): readonly string[]
  /** Who is to be told of what. */
  due(): readonly { readonly roomId: string; readonly credentials: readonly string[] }[]
  told(roomId: string, credentials: readonly string[]): void
}

/** The edge's memory of a key is a few seconds, a socket on its way and a clock that differs add to it. */
const recentMs = 15 * 60_000

export const createRevocations = (sql: Sql, clock: () => number): Revocations => ({
  add(credentials, rooms) {
    const now = clock()
    sql.exec('DELETE FROM organization_revocation WHERE at < ?', now - recentMs)
    for (const credential of credentials) {
      sql.exec('INSERT OR REPLACE INTO organization_revocation VALUES (?, ?)', credential, now)
      sql.exec(
        'INSERT OR IGNORE INTO organization_revocation_due SELECT value, ? FROM json_each(?)',
        credential,
        JSON.stringify(rooms),
      )
    }
  },
  withdraw(credential) {
    sql.exec('DELETE FROM organization_revocation WHERE credential = ?', credential)
    sql.exec('DELETE FROM organization_revocation_due WHERE credential = ?', credential)
  },
  retire(credentials, endsAt) {
    for (const credential of credentials)
      sql.exec('INSERT OR REPLACE INTO organization_retired VALUES (?, ?)', credential, endsAt)
  },
  takeEnded: (now) =>
    sql
      .exec<{ credential: string }>('DELETE FROM organization_retired WHERE ends_at <= ? RETURNING credential', now)
      .toArray()
      .map(({ credential }) => credential),
  nextEnd: () =>
    sql.exec<{ at: number | null }>('SELECT min(ends_at) AS at FROM organization_retired').toArray()[0]?.at ?? null,
  recent: () =>
    sql
      .exec<{ credential: string }>('SELECT credential FROM organization_revocation WHERE at >= ?', clock() - recentMs)
      .toArray()
      .map(({ credential }) => credential),
  due() {
    const rows = sql
      .exec<{ room_id: string; credentials: string }>(
        'SELECT room_id, json_group_array(credential) AS credentials FROM organization_revocation_due GROUP BY room_id',
      )
      .toArray()
    return rows.map(({ room_id, credentials }) => ({
      roomId: room_id,
      credentials: JSON.parse(credentials) as string[],
    }))
  },
  told(roomId, credentials) {
    sql.exec(
      'DELETE FROM organization_revocation_due WHERE room_id = ? AND credential IN (SELECT value FROM json_each(?))',
      roomId,
      JSON.stringify(credentials),
    )
  },
})
