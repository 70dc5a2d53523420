/** Owns table `people_named`: whom the organization's own address has named here lately. Rule SU6. */
import { limits } from '@syncforge/protocol/limits'
import type { KnownPerson, Migration, RoomContext, WrittenPeople } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'people/1-named',
    sql: `
      CREATE TABLE people_named (user_id TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX people_named_at ON people_named (at);
    `,
  },
]

/** Somebody named again is written anew only when so much of their time is over. */
const renewedAfterMs = 60 * 60_000

export interface Named {
  /** From now on they can be meant. */
  remember(people: readonly Pick<KnownPerson, 'userId' | 'name'>[]): void
  readonly written: WrittenPeople
}

export const createNamed = ({ sql, clock }: Pick<RoomContext, 'sql' | 'clock'>): Named => ({
  remember(people) {
    if (people.length === 0) return
    const now = clock()
    for (const { userId, name } of people)
      sql.exec(
        `INSERT INTO people_named VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, at = excluded.at
          WHERE name <> excluded.name OR abs(excluded.at - at) >= ?`,
        userId,
        name,
        now,
        renewedAfterMs,
      )
    sql.exec('DELETE FROM people_named WHERE at <= ?', now - limits.namedPeopleMs)
    sql.exec(
      'DELETE FROM people_named WHERE user_id IN (SELECT user_id FROM people_named ORDER BY at DESC, user_id LIMIT -1 OFFSET ?)',
      limits.namedPeopleMax,
    )
  },
  written: {
    called: (userId) =>
      sql
        .exec<{ name: string }>(
          'SELECT name FROM people_named WHERE user_id = ? AND at > ?',
          userId,
          clock() - limits.namedPeopleMs,
        )
        .toArray()
        .map(({ name }) => ({ userId, verified: true, name })),
    // To whom they were named they are shown by the address, and to nobody else.
    newest: () => [],
  },
})
