/** Tables of the presence feature. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'presence/1-departed',
    // `person`: who it was, as JSON. `userId` and `verified` in it are the key: a claimed id is another person than the same id proven.
    sql: `
      CREATE TABLE presence_departed (
        user_id TEXT NOT NULL, verified INTEGER NOT NULL, person TEXT NOT NULL, left_at INTEGER NOT NULL, PRIMARY KEY (user_id, verified)
      )
    `,
  },
]
