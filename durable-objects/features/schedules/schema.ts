/** Tables of schedules. Append-only. */
import type { Migration } from '../../room/feature.ts'
import { pieceTables } from '../../room/mirror/pieces.ts'

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
  {
    id: 'schedules/2-copies',
    // `piece`: with which others it is copied.
    sql: `
      ALTER TABLE schedules_schedule ADD COLUMN piece TEXT NOT NULL DEFAULT '00';
      CREATE INDEX schedules_schedule_piece ON schedules_schedule (piece);
      ${pieceTables('schedules')};
      INSERT OR IGNORE INTO schedules_piece SELECT piece, 1 FROM schedules_schedule
    `,
  },
]
