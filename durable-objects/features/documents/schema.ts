/** Tables of the documents feature. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'documents/1-log-and-snapshot',
    // A log row is what one tick added; a large one continues in the rows after it (`part` counts down to 0).
    sql: `
      CREATE TABLE documents_document (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL);
      CREATE TABLE documents_log (
        sequence INTEGER PRIMARY KEY, document INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL
      );
      CREATE TABLE documents_snapshot (
        document INTEGER NOT NULL, chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, covers INTEGER NOT NULL,
        bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (document, chunk)
      );
    `,
  },
  {
    id: 'documents/2-mirror',
    sql: 'CREATE TABLE documents_mirror (document INTEGER PRIMARY KEY, sequence INTEGER NOT NULL)',
  },
  {
    id: 'documents/3-generations',
    // `settled`: log rows up to here are gone, a proven snapshot stands for them.
    sql: `
      CREATE TABLE documents_generation (
        document INTEGER NOT NULL, generation INTEGER NOT NULL, chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, covers INTEGER NOT NULL,
        structs INTEGER NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (document, generation, chunk)
      );
      INSERT INTO documents_generation SELECT document, 1, chunk, chunks, covers, 0, bytes, checksum FROM documents_snapshot;
      ALTER TABLE documents_document ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
      UPDATE documents_document SET settled = COALESCE((SELECT MAX(covers) FROM documents_snapshot WHERE document = id), 0);
      DROP TABLE documents_snapshot;
      ALTER TABLE documents_log ADD COLUMN structs INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    id: 'documents/4-history',
    // `authors`: ids of documents_author, separated by commas. A segment is what log rows held; the first one may be the base of all others.
    sql: `
      ALTER TABLE documents_log ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE documents_log ADD COLUMN authors TEXT NOT NULL DEFAULT '';
      CREATE TABLE documents_author (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
      CREATE TABLE documents_client (
        document INTEGER NOT NULL, client INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (document, client)
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
    `,
  },
  {
    id: 'documents/5-seeds',
    // Without `seeded_at`: a claim, which ends at `ends_at`.
    sql: `
      CREATE TABLE documents_seed (
        document TEXT PRIMARY KEY, lease TEXT NOT NULL, connection TEXT NOT NULL, ends_at INTEGER NOT NULL, seeded_at INTEGER, state_vector BLOB
      );
    `,
  },
  {
    id: 'documents/6-direct',
    replaces: [
      'documents/1-log-and-snapshot',
      'documents/2-mirror',
      'documents/3-generations',
      'documents/4-history',
      'documents/5-seeds',
    ],
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
      CREATE TABLE documents_author (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
      CREATE TABLE documents_client (
        document INTEGER NOT NULL, client INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (document, client)
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
    `,
  },
  {
    id: 'documents/7-version-copies',
    // Named versions that Postgres has (1), and those that were removed and of which it is to be told (2).
    sql: 'CREATE TABLE documents_version_copy (version TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID',
  },
  {
    id: 'documents/8-verified-authors',
    // Whether those of before were proven is not known: they count as claimed.
    sql: `
      CREATE TABLE documents_person (
        id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (user_id, verified)
      );
      INSERT INTO documents_person SELECT id, user_id, 0, name FROM documents_author;
      DROP TABLE documents_author;
      ALTER TABLE documents_person RENAME TO documents_author;
    `,
  },
  {
    id: 'documents/9-spans',
    // From `clock` on, what the client writes is the author's, up to the next row of the client.
    sql: `
      CREATE TABLE documents_span (
        document INTEGER NOT NULL, client INTEGER NOT NULL, clock INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (document, client, clock)
      );
      INSERT INTO documents_span SELECT document, client, 0, author FROM documents_client;
      DROP TABLE documents_client;
      ALTER TABLE documents_span RENAME TO documents_client;
    `,
  },
]
