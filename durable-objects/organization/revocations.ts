/** Keys that have ended, and the rooms that have still to be told. Who could not be reached is tried again; who tells of people hears of them then. */
import { createRepeatedCall, type RepeatedCall } from '../actor/calls.ts'
import type { Log } from '../actor/log.ts'
import type { Sql } from '../actor/storage.ts'
import type { Wakeups } from '../actor/wakeups.ts'

export interface Revocations {
  readonly telling: RepeatedCall
  /** These keys have ended; every one of `rooms` is to be told. Call in a transaction. */
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
}

interface Due {
  readonly roomId: string
  readonly credentials: readonly string[]
}

interface RevocationsParts {
  readonly sql: Sql
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  /** Calls `work` for each, so many at once. */
  each(items: readonly Due[], work: (due: Due) => Promise<void>): Promise<void>
  /** Rejects when the room could not be told. */
  tell(due: Due): Promise<void>
  readonly retryFirstMs: number
  clock(): number
  readonly log: Log
}

/** The edge's memory of a key is a few seconds, a socket on its way and a clock that differs add to it. */
const recentMs = 15 * 60_000

export const createRevocations = (parts: RevocationsParts): Revocations => {
  const { sql, wakeups, each, tell, retryFirstMs, clock, log } = parts
  const due = (): readonly Due[] => {
    const rows = sql
      .exec<{ room_id: string; credentials: string }>(
        'SELECT room_id, json_group_array(credential) AS credentials FROM organization_revocation_due GROUP BY room_id',
      )
      .toArray()
    return rows.map(({ room_id, credentials }) => ({
      roomId: room_id,
      credentials: JSON.parse(credentials) as string[],
    }))
  }
  const told = ({ roomId, credentials }: Due) =>
    sql.exec(
      'DELETE FROM organization_revocation_due WHERE room_id = ? AND credential IN (SELECT value FROM json_each(?))',
      roomId,
      JSON.stringify(credentials),
    )

  const telling = createRepeatedCall({
    wakeKey: 'revoking',
    wakeups,
    async call() {
      let failure: unknown
      await each(due(), async (one) => {
        try {
          await tell(one)
          told(one)
        } catch (error) {
          failure = error
        }
      })
      if (failure !== undefined) throw failure
    },
    isOvertaken: () => due().length > 0,
    retryFirstMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  return {
    telling,
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
      telling.soon()
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
        .exec<{ credential: string }>(
          'SELECT credential FROM organization_revocation WHERE at >= ?',
          clock() - recentMs,
        )
        .toArray()
        .map(({ credential }) => credential),
  }
}
