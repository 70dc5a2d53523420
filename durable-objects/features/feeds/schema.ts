/** Tables of feeds. Append-only. */
import type { Migration } from '../../room/feature.ts'
import { pieceTables } from '../../room/mirror/pieces.ts'

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
  {
    id: 'feeds/2-copies',
    sql: `${pieceTables('feeds')};
      INSERT OR IGNORE INTO feeds_piece SELECT feed || '#' || printf('%03d', ((sequence - 1) / 50) % 256), 1 FROM feeds_entry
    `,
  },
]
