/** Tables of the chat feature, made with the first message. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'chat/1-tables',
    // `mentions`: ids as a JSON list. A message that was removed keeps its row, without its words.
    // chat_reader: up to which message a person has read; a claimed id is another person than the same id proven.
    // chat_copy: blocks of messages that have changed, and what Postgres has of them.
    sql: `
      CREATE TABLE chat_message (
        sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL,
        body TEXT NOT NULL, mentions TEXT NOT NULL, reply_to TEXT, nonce TEXT, at INTEGER NOT NULL, edited_at INTEGER, removed_at INTEGER
      );
      CREATE INDEX chat_message_author ON chat_message (user_id, verified, at);
      CREATE TABLE chat_reaction (
        message TEXT NOT NULL, emoji TEXT NOT NULL, user_id TEXT NOT NULL, verified INTEGER NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (message, emoji, user_id, verified)
      );
      CREATE TABLE chat_reader (
        user_id TEXT NOT NULL, verified INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (user_id, verified)
      ) WITHOUT ROWID;
    `,
  },
]
