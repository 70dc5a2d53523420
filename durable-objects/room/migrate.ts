/** Runs the append-only migrations of the room and its features, each exactly once, all in one transaction. */
import type { Migration } from './context.ts'
import type { RoomStorage } from './storage.ts'

export const migrate = (storage: RoomStorage, migrations: readonly Migration[]): void => {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS room_migration (id TEXT PRIMARY KEY)')
  const done = new Set(
    sql
      .exec<{ id: string }>('SELECT id FROM room_migration')
      .toArray()
      .map(({ id }) => id),
  )
  const missing = migrations.filter(({ id }) => !done.has(id))
  if (missing.length === 0) return
  storage.transactionSync(() => {
    for (const { id, sql: statement } of missing) {
      sql.exec(statement)
      sql.exec('INSERT INTO room_migration VALUES (?)', id)
    }
  })
}

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
]
