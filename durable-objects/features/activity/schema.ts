/** Tables of the activity feed. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'activity/1-entries',
    sql: `
      CREATE TABLE activity_entry (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, by_person TEXT NOT NULL, body TEXT NOT NULL
      )
    `,
  },
]
