/** Owns table `presence_departed`: who has left lately (rule PR8). A few rows, thinned out as people leave. */

import { limits } from '@syncforge/protocol/limits'
import type { Departed } from '@syncforge/protocol/presence'
import type { User } from '@syncforge/protocol/schemas'
import type { Sql } from '../../room/feature.ts'

export const createDeparted = (sql: Sql) => ({
  add({ userId, userInfo, verified }: User, now: number): void {
    sql.exec(
      'INSERT OR REPLACE INTO presence_departed VALUES (?, ?, ?, ?)',
      userId,
      verified ? 1 : 0,
      JSON.stringify({ userId, userInfo, verified }),
      now,
    )
    // A clock that was set back must not keep anybody for longer.
    sql.exec('DELETE FROM presence_departed WHERE left_at <= ? OR left_at > ?', now - limits.recentlyLeftMs, now)
    sql.exec(
      'DELETE FROM presence_departed WHERE rowid NOT IN (SELECT rowid FROM presence_departed ORDER BY left_at DESC, rowid DESC LIMIT ?)',
      limits.recentlyLeftMax,
    )
  },

  /** The last who left first. */
  list: (now: number): Departed[] =>
    sql
      .exec<{ person: string; left_at: number }>(
        'SELECT person, left_at FROM presence_departed WHERE left_at > ? AND left_at <= ? ORDER BY left_at DESC, rowid DESC',
        now - limits.recentlyLeftMs,
        now,
      )
      .toArray()
      .map(({ person, left_at }) => ({ ...(JSON.parse(person) as User), leftAt: left_at })),
})
