/** Tables of the locks feature, made with the first lock. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'locks/1-tables',
    // `connection`: `null` for a holder without one. `since`: when it was last granted or renewed, or began to wait.
    // locks_token: the highest that was ever given.
    sql: `
      CREATE TABLE locks_lease (
        key TEXT PRIMARY KEY, token INTEGER NOT NULL, connection TEXT, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL,
        since INTEGER NOT NULL, ttl_ms INTEGER NOT NULL, ends_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE locks_line (
        place INTEGER PRIMARY KEY, key TEXT NOT NULL, connection TEXT NOT NULL, user_id TEXT NOT NULL, verified INTEGER NOT NULL,
        name TEXT NOT NULL, ttl_ms INTEGER NOT NULL, since INTEGER NOT NULL, wait_ms INTEGER NOT NULL, ends_at INTEGER NOT NULL,
        UNIQUE (key, connection)
      );
      CREATE INDEX locks_lease_connection ON locks_lease (connection);
      CREATE INDEX locks_line_connection ON locks_line (connection);
      CREATE TABLE locks_token (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), last INTEGER NOT NULL);
    `,
  },
  {
    id: 'locks/2-agents',
    // 1: an agent that the organization's server showed.
    sql: `
      ALTER TABLE locks_lease ADD COLUMN agent INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE locks_line ADD COLUMN agent INTEGER NOT NULL DEFAULT 0;
    `,
  },
]
