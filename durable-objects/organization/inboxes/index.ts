/** Who of the organization has an inbox: remembered, so that all of them can be erased with it. Owns table `organization_inbox`. */
import { defineConsumer, type FactConsumer } from '../facts/consumer.ts'

export interface Inboxes extends FactConsumer {
  /** Somebody has an inbox. In a transaction. */
  met(userId: string): void
  /** Some of those who have one, at most so many. */
  some(limit: number): readonly string[]
  /** Theirs are gone. */
  forget(userIds: readonly string[]): void
}

export const inboxes = defineConsumer({
  migrations: [
    {
      id: 'organization-inboxes/1',
      sql: 'CREATE TABLE organization_inbox (user_id TEXT PRIMARY KEY) WITHOUT ROWID;',
    },
  ],
  open({ storage: { sql } }): Inboxes {
    return {
      take() {},
      met: (userId) => void sql.exec('INSERT OR IGNORE INTO organization_inbox VALUES (?)', userId),
      some: (limit) =>
        sql
          .exec<{ user_id: string }>('SELECT user_id FROM organization_inbox ORDER BY user_id LIMIT ?', limit)
          .toArray()
          .map(({ user_id }) => user_id),
      forget: (userIds) =>
        void sql.exec(
          'DELETE FROM organization_inbox WHERE user_id IN (SELECT value FROM json_each(?))',
          JSON.stringify(userIds),
        ),
    }
  },
})
