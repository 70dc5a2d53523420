/** Tables of feeds. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'feeds/1-feeds',
    // `bytes` of a feed: what its payloads have together. `by_person`: who wrote it, as JSON.
    sql: `
      CREATE TABLE feeds_feed (name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE feeds_entry (
        feed TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL, payload TEXT NOT NULL, bytes INTEGER NOT NULL, by_person TEXT NOT NULL,
        PRIMARY KEY (feed, sequence)
      ) WITHOUT ROWID
    `,
  },
]
