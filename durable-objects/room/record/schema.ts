/** Tables of the room's own. Append-only. */
import type { Migration } from '../../actor/migrate.ts'

export const roomMigrations: readonly Migration[] = [
  {
    id: 'room/1-tables',
    // `ban`, `claims_ban`: when it began and for how long, as JSON.
    sql: `
      CREATE TABLE room_fact (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE TABLE room_rights (user_id TEXT PRIMARY KEY, access TEXT, ban TEXT, claims_ban TEXT) WITHOUT ROWID;
      CREATE TABLE room_lineage (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL);
    `,
  },
]
