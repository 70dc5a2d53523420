/** Owns table `records_fence`: under which token the lock of a key is held, as the facts of locks tell it (rule RC3). */
import type { Fact } from '@syncforge/protocol/facts'
import type { Person } from '@syncforge/protocol/person'
import type { Sql } from '../../room/feature.ts'

export const createFences = (sql: Sql) => ({
  hear(facts: readonly Fact[]): void {
    for (const { kind, body } of facts) {
      if (kind === 'lock.acquired') {
        const { userId, verified } = body.by
        sql.exec(
          'INSERT OR REPLACE INTO records_fence VALUES (?, ?, ?, ?)',
          body.key,
          body.token,
          userId,
          verified ? 1 : 0,
        )
      } else if (kind === 'lock.released') {
        sql.exec('DELETE FROM records_fence WHERE key = ? AND token = ?', body.key, body.token)
      }
    }
  },
  holds: (key: string, token: number, { userId, verified }: Person): boolean =>
    sql
      .exec(
        'SELECT 1 FROM records_fence WHERE key = ? AND token = ? AND user_id = ? AND verified = ?',
        key,
        token,
        userId,
        verified ? 1 : 0,
      )
      .toArray().length > 0,
})
