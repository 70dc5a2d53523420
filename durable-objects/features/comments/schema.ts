/** Tables of the comments feature, made with the first comment. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'comments/1-tables',
    // comments_person: who has written or been here since; a claimed id is another person than the same id proven.
    // comments_thread: `status` 0 open, 1 resolved, 2 without a comment. `anchor` and `resolved` as the wire has them. `revision` rises with
    // every change of the thread or of anything in it.
    // comments_comment: `author` is who it is, `author_as` what they were called. Without `body`: deleted.
    // comments_mirror: which revisions of threads and people Postgres has.
    // comments_anchor: the words of an anchor, one by one with the ids in `runs`, and what stood around them.
    sql: `
      CREATE TABLE comments_person (
        id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL,
        revision INTEGER NOT NULL DEFAULT 1, UNIQUE (user_id, verified)
      );
      CREATE TABLE comments_thread (
        id TEXT PRIMARY KEY, status INTEGER NOT NULL, anchor_id TEXT, document TEXT, anchor TEXT, metadata TEXT NOT NULL,
        author INTEGER NOT NULL, author_as TEXT NOT NULL, created_at INTEGER NOT NULL, resolved TEXT, comments INTEGER NOT NULL,
        activity INTEGER NOT NULL, last_at INTEGER NOT NULL, text TEXT NOT NULL, revision INTEGER NOT NULL
      );
      CREATE INDEX comments_thread_status ON comments_thread (status, activity);
      CREATE INDEX comments_thread_activity ON comments_thread (activity);
      CREATE INDEX comments_thread_anchor ON comments_thread (anchor_id, activity) WHERE anchor_id IS NOT NULL;
      CREATE INDEX comments_thread_document ON comments_thread (document, activity) WHERE document IS NOT NULL;
      CREATE TABLE comments_comment (
        sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, thread TEXT NOT NULL, author INTEGER NOT NULL, author_as TEXT NOT NULL,
        body TEXT, text TEXT NOT NULL, folded TEXT NOT NULL, mentions TEXT NOT NULL, created_at INTEGER NOT NULL, edited_at INTEGER,
        deleted_at INTEGER
      );
      CREATE INDEX comments_comment_thread ON comments_comment (thread, sequence);
      CREATE TABLE comments_past (
        id INTEGER PRIMARY KEY, comment TEXT NOT NULL, body TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL
      );
      CREATE INDEX comments_past_comment ON comments_past (comment);
      CREATE TABLE comments_reaction (
        id INTEGER PRIMARY KEY, comment TEXT NOT NULL, emoji TEXT NOT NULL, person INTEGER NOT NULL, UNIQUE (comment, emoji, person)
      );
      CREATE TABLE comments_mark (
        person INTEGER NOT NULL, thread TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (person, thread)
      ) WITHOUT ROWID;
      CREATE TABLE comments_anchor (
        thread TEXT PRIMARY KEY, document TEXT NOT NULL, root TEXT NOT NULL, runs TEXT NOT NULL, words TEXT NOT NULL, before TEXT NOT NULL,
        after TEXT NOT NULL, state INTEGER NOT NULL
      );
      CREATE INDEX comments_anchor_document ON comments_anchor (document);
      CREATE TABLE comments_mirror (kind TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    `,
  },
  {
    id: 'comments/2-attachments',
    // As the wire has them.
    sql: "ALTER TABLE comments_comment ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]'",
  },
]
