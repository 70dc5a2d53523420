/** Tables of the documents feature. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'documents/1-tables',
    // documents_document: log rows up to `settled` are gone, a proven snapshot stands for them.
    // documents_log: what one tick added; a large one continues in the rows after it (`part` counts down to 0). `authors`: ids of
    // documents_author, separated by commas.
    // documents_author: a claimed id is another person than the same id proven.
    // documents_client: from `clock` on, what the client writes is the author's, up to the next row of the client.
    // documents_segment: what log rows held; the first one may be the base of all others.
    // documents_seed: without `seeded_at` a claim, which ends at `ends_at`.
    // documents_version_copy: named versions that Postgres has (1), and those that were removed and of which it is to be told (2).
    sql: `
      CREATE TABLE documents_document (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0
      );
      CREATE TABLE documents_log (
        sequence INTEGER PRIMARY KEY, document INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL,
        structs INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL DEFAULT 0, authors TEXT NOT NULL DEFAULT ''
      );
      CREATE TABLE documents_mirror (document INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
      CREATE TABLE documents_generation (
        document INTEGER NOT NULL, generation INTEGER NOT NULL, chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, covers INTEGER NOT NULL,
        structs INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (document, generation, chunk)
      );
      CREATE TABLE documents_author (
        id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (user_id, verified)
      );
      CREATE TABLE documents_client (
        document INTEGER NOT NULL, client INTEGER NOT NULL, clock INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (document, client, clock)
      );
      CREATE TABLE documents_segment (
        document INTEGER NOT NULL, first INTEGER NOT NULL, chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, last INTEGER NOT NULL,
        started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, authors TEXT NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL,
        PRIMARY KEY (document, first, chunk)
      );
      CREATE TABLE documents_version (
        id TEXT PRIMARY KEY, document INTEGER NOT NULL, name TEXT, sequence INTEGER NOT NULL, at INTEGER NOT NULL, author INTEGER
      );
      CREATE TABLE documents_version_state (
        version TEXT NOT NULL, chunk INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (version, chunk)
      );
      CREATE TABLE documents_seed (
        document TEXT PRIMARY KEY, lease TEXT NOT NULL, connection TEXT NOT NULL, ends_at INTEGER NOT NULL, seeded_at INTEGER, state_vector BLOB
      );
      CREATE TABLE documents_version_copy (version TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
]
