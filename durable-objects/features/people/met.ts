/** Owns table `people_met`: who has been here by a proven id and has left. Rule SU1. Whoever is here needs no row. */
import { limits } from '@syncforge/protocol/limits'
import type { User } from '@syncforge/protocol/schemas'
import type { Migration, RoomContext, WrittenPeople } from '../../room/feature.ts'

export const metMigrations: readonly Migration[] = [
  {
    id: 'people/2-met',
    sql: `
      CREATE TABLE people_met (user_id TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX people_met_at ON people_met (at);
    `,
  },
]

/** Somebody who leaves again is written anew only when so much time has passed: most leaves write nothing. */
const renewedAfterMs = 24 * 60 * 60_000
const nameMaxLength = 256

export interface Met {
  left(user: User): void
  readonly written: WrittenPeople
  forget(): void
}

export const createMet = ({ sql, clock }: Pick<RoomContext, 'sql' | 'clock'>): Met => {
  /** Counting looks at every row: once in a wake. */
  let count: number | null = null
  const toKnown = ({ user_id: userId, name }: { user_id: string; name: string }) => ({ userId, verified: true, name })

  return {
    left({ userId, verified, userInfo }) {
      if (!verified) return
      const name = userInfo.name.slice(0, nameMaxLength)
      const now = clock()
      const [known] = sql
        .exec<{ name: string; at: number }>('SELECT name, at FROM people_met WHERE user_id = ?', userId)
        .toArray()
      if (known?.name === name && Math.abs(now - known.at) < renewedAfterMs) return
      sql.exec('INSERT OR REPLACE INTO people_met VALUES (?, ?, ?)', userId, name, now)
      if (known !== undefined) return
      count = count === null ? sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM people_met').one().n : count + 1
      const tooMany = count - limits.metPeopleMax
      if (tooMany <= 0) return
      sql.exec('DELETE FROM people_met WHERE user_id IN (SELECT user_id FROM people_met ORDER BY at LIMIT ?)', tooMany)
      count = limits.metPeopleMax
    },
    written: {
      called: (userId) =>
        sql
          .exec<{ user_id: string; name: string }>('SELECT user_id, name FROM people_met WHERE user_id = ?', userId)
          .toArray()
          .map(toKnown),
      newest: (limit) =>
        sql
          .exec<{ user_id: string; name: string }>(
            'SELECT user_id, name FROM people_met ORDER BY at DESC LIMIT ?',
            limit,
          )
          .toArray()
          .map(toKnown),
    },
    forget() {
      count = null
    },
  }
}
