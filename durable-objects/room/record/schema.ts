/** Tables of the room's own. Append-only. */
import type { Migration } from '../../actor/migrate.ts'

export const roomMigrations: readonly Migration[] = [
  {
    id: 'room/1-shell',
    sql: `
      CREATE TABLE room_identity (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), organization_id TEXT NOT NULL, room_id TEXT NOT NULL);
      CREATE TABLE room_wakeup (key TEXT PRIMARY KEY, at INTEGER NOT NULL);
      CREATE TABLE room_parked (connection_id TEXT PRIMARY KEY, attachment BLOB NOT NULL, leaves_at INTEGER NOT NULL);
      CREATE TABLE room_spill (connection_id TEXT PRIMARY KEY, attachment BLOB NOT NULL);
      CREATE TABLE room_outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL);
    `,
  },
  {
    id: 'room/2-settings',
    sql: 'CREATE TABLE room_settings (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), json TEXT NOT NULL)',
  },
  {
    id: 'room/3-rights',
    sql: 'CREATE TABLE room_rights (user_id TEXT PRIMARY KEY, access TEXT, banned_until INTEGER)',
  },
  {
    id: 'room/4-generation',
    sql: 'CREATE TABLE room_generation (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL)',
  },
  {
    id: 'room/5-wakeup-set-at',
    sql: 'ALTER TABLE room_wakeup ADD COLUMN set_at INTEGER NOT NULL DEFAULT 0',
  },
  {
    id: 'room/6-mirror',
    // A room of before this has no time in its name: the next caller tells it.
    sql: `
      ALTER TABLE room_identity ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE room_own_copy (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), sequence INTEGER NOT NULL, mirrored INTEGER NOT NULL);
    `,
  },
  {
    id: 'room/7-lineage',
    sql: 'CREATE TABLE room_lineage (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL)',
  },
  {
    id: 'room/8-values',
    sql: `
      CREATE TABLE room_value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      INSERT INTO room_value SELECT 'name', json_object('organizationId', organization_id, 'roomId', room_id, 'createdAt', created_at)
        FROM room_identity;
      INSERT INTO room_value SELECT 'settings', json FROM room_settings;
      INSERT INTO room_value SELECT 'generation', json_quote(id) FROM room_generation;
      INSERT INTO room_value SELECT 'own-copy', json_object('sequence', sequence, 'mirrored', mirrored) FROM room_own_copy;
      INSERT INTO room_value SELECT 'wakeups', json_group_object(key, json_object('at', at, 'setAt', set_at))
        FROM room_wakeup HAVING COUNT(*) > 0;
      INSERT INTO room_value SELECT 'place/' || connection_id,
        json_object('place', json(CAST(attachment AS TEXT)), 'leavesAt', NULL) FROM room_spill;
      INSERT OR REPLACE INTO room_value SELECT 'place/' || connection_id,
        json_object('place', json(CAST(attachment AS TEXT)), 'leavesAt', leaves_at) FROM room_parked;
      CREATE TABLE room_fact (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL);
      INSERT INTO room_fact SELECT sequence, kind, body, at FROM room_outbox;
      INSERT INTO room_value SELECT 'outbox', CAST(seq AS TEXT) FROM sqlite_sequence WHERE name = 'room_outbox';
      DROP TABLE room_identity; DROP TABLE room_settings; DROP TABLE room_generation; DROP TABLE room_own_copy;
      DROP TABLE room_wakeup; DROP TABLE room_spill; DROP TABLE room_parked; DROP TABLE room_outbox;
      CREATE TABLE room_decision (user_id TEXT PRIMARY KEY, access TEXT, banned_until INTEGER) WITHOUT ROWID;
      INSERT INTO room_decision SELECT * FROM room_rights;
      DROP TABLE room_rights;
      ALTER TABLE room_decision RENAME TO room_rights;
    `,
  },
  {
    id: 'room/9-direct',
    replaces: [
      'room/1-shell',
      'room/2-settings',
      'room/3-rights',
      'room/4-generation',
      'room/5-wakeup-set-at',
      'room/6-mirror',
      'room/7-lineage',
      'room/8-values',
    ],
    sql: `
      CREATE TABLE room_value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE room_fact (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE TABLE room_rights (user_id TEXT PRIMARY KEY, access TEXT, banned_until INTEGER) WITHOUT ROWID;
      CREATE TABLE room_lineage (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL);
    `,
  },
  {
    id: 'room/10-claims',
    // `ban`, `claims_ban`: when it began and for how long, as JSON.
    sql: `
      CREATE TABLE room_decision (user_id TEXT PRIMARY KEY, access TEXT, ban TEXT, claims_ban TEXT) WITHOUT ROWID;
      INSERT INTO room_decision SELECT user_id, access,
        IIF(banned_until IS NULL, NULL, json_object('at', 0, 'forMs', NULLIF(banned_until, 9007199254740991))), NULL FROM room_rights;
      DROP TABLE room_rights;
      ALTER TABLE room_decision RENAME TO room_rights;
    `,
  },
]
