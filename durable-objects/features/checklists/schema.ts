/** Tables of checklists. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'checklists/1-items',
    // `by_person`, `done_by`: people, as JSON. Keys of a list compare byte by byte.
    sql: `
      CREATE TABLE checklists_item (
        id TEXT PRIMARY KEY, list TEXT NOT NULL, order_key TEXT NOT NULL, text TEXT NOT NULL, assignee TEXT, due_at INTEGER,
        at INTEGER NOT NULL, by_person TEXT NOT NULL, done_at INTEGER, done_by TEXT
      ) WITHOUT ROWID;
      CREATE INDEX checklists_item_order ON checklists_item (list, order_key)
    `,
  },
  {
    id: 'checklists/2-copies',
    // checklists_list: how often each list has changed, and when last. checklists_copy: what Postgres has of them.
    sql: `
      CREATE TABLE checklists_list (list TEXT PRIMARY KEY, revision INTEGER NOT NULL, changed_at INTEGER NOT NULL) WITHOUT ROWID;
      INSERT INTO checklists_list SELECT list, 1, MAX(at) FROM checklists_item GROUP BY list;
      CREATE TABLE checklists_copy (list TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID
    `,
  },
]
