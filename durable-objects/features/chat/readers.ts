/** Owns table `chat_reader`: how far each person has read. */
import type { Person } from '@syncforge/protocol/person'
import type { Sql } from '../../room/feature.ts'

export const createReaders = (sql: Sql) => ({
  /** 0 for nothing. */
  of: ({ userId, verified }: Person): number =>
    sql
      .exec<{ sequence: number }>(
        'SELECT sequence FROM chat_reader WHERE user_id = ? AND verified = ?',
        userId,
        verified ? 1 : 0,
      )
      .toArray()[0]?.sequence ?? 0,
  set: ({ userId, verified }: Person, sequence: number): void =>
    void sql.exec('INSERT OR REPLACE INTO chat_reader VALUES (?, ?, ?)', userId, verified ? 1 : 0, sequence),
})

export type Readers = ReturnType<typeof createReaders>
