/** Tables of the activity feed. Append-only. */
import type { Migration } from '../../room/feature.ts'
import { pieceTables } from '../../room/mirror/pieces.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'activity/1-entries',
    sql: `
      CREATE TABLE activity_entry (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, by_person TEXT NOT NULL, body TEXT NOT NULL
      )
    `,
  },
  {
    id: 'activity/2-copies',
    sql: `${pieceTables('activity')};
      INSERT OR IGNORE INTO activity_piece SELECT printf('%03d', ((sequence - 1) / 50) % 256), 1 FROM activity_entry
    `,
  },
]
