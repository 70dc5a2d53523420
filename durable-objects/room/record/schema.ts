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
  {
    id: 'room/2-sharing',
    // `documents`: the levels of single documents, as JSON. `hash`: of the token that was handed out.
    sql: `
      ALTER TABLE room_rights ADD COLUMN documents TEXT;
      CREATE TABLE room_link (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT, access TEXT NOT NULL, expires_at INTEGER, created_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE room_share (
        id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, access TEXT NOT NULL, created_at INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    id: 'room/3-files',
    // `state`: 0 expected, 1 stored, 2 taken, 3 to be copied from `place`, 4 to be erased.
    sql: `
      CREATE TABLE room_file (
        id TEXT PRIMARY KEY, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL,
        state INTEGER NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX room_file_state ON room_file (state, at);
    `,
  },
  {
    id: 'room/4-traces',
    sql: 'ALTER TABLE room_fact ADD COLUMN traceparent TEXT;',
  },
]
