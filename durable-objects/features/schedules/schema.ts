/** Tables of schedules. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'schedules/1-schedules',
    // `by_person`: who set it, as JSON.
    sql: `
      CREATE TABLE schedules_schedule (
        name TEXT PRIMARY KEY, at INTEGER NOT NULL, payload TEXT NOT NULL, by_person TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX schedules_schedule_at ON schedules_schedule (at)
    `,
  },
]
