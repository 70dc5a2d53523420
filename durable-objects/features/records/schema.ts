/** Tables of the records feature, made with the first record. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'records/1-tables',
    // records_version: the newest of a key is the record. `began_at`: of an automatic one, when the spell of saves that it ends began; else `null`.
    // records_gone: the last version of a record that was removed. One that is made again goes on from there.
    // records_fence: who holds the lock of a key, and under which token.
    sql: `
      CREATE TABLE records_version (
        key TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, bytes INTEGER NOT NULL, at INTEGER NOT NULL, began_at INTEGER,
        user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, version)
      );
      CREATE TABLE records_head (key TEXT PRIMARY KEY, version INTEGER NOT NULL, bytes INTEGER NOT NULL, versions INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE records_gone (key TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE records_fence (
        key TEXT PRIMARY KEY, token INTEGER NOT NULL, user_id TEXT NOT NULL, verified INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    id: 'records/2-copies',
    // What Postgres has of each record.
    sql: 'CREATE TABLE records_copy (key TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID',
  },
  {
    id: 'records/3-agents',
    // 1: an agent saved it that the organization's server showed.
    sql: 'ALTER TABLE records_version ADD COLUMN agent INTEGER NOT NULL DEFAULT 0',
  },
]
