/** Tables of the chat feature, made with the first message. Append-only. */
import type { Migration } from '../../room/feature.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'chat/1-tables',
    // `mentions`: ids as a JSON list. A message that was removed keeps its row, without its words.
    // chat_reader: up to which message a person has read; a claimed id is another person than the same id proven.
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
  {
    id: 'chat/2-copies',
    // chat_block: how often each block of a hundred messages has changed. chat_copy: what Postgres has of blocks and of people.
    sql: `
      CREATE TABLE chat_block (block INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
      INSERT INTO chat_block SELECT DISTINCT (sequence - 1) / 100, 1 FROM chat_message;
      CREATE TABLE chat_copy (kind TEXT NOT NULL, key TEXT NOT NULL, copied INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    `,
  },
  {
    id: 'chat/3-agents',
    // 1: an agent said it that the organization's server showed.
    sql: 'ALTER TABLE chat_message ADD COLUMN agent INTEGER NOT NULL DEFAULT 0',
  },
]
