/** The tables of an inbox's object. */
import type { Migration } from '../actor/migrate.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'inbox/1-notifications',
    sql: `
CREATE TABLE inbox_notification (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, room_id TEXT, sender TEXT NOT NULL, batch TEXT, body TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, read_at INTEGER, in_app INTEGER NOT NULL, barred INTEGER NOT NULL, mail_at INTEGER
) WITHOUT ROWID;
CREATE INDEX inbox_notification_unread ON inbox_notification (position) WHERE read_at IS NULL AND in_app = 1 AND barred = 0;
CREATE INDEX inbox_notification_batch ON inbox_notification (batch) WHERE batch IS NOT NULL AND read_at IS NULL;
CREATE INDEX inbox_notification_sender ON inbox_notification (sender, position);
CREATE INDEX inbox_notification_room ON inbox_notification (room_id) WHERE room_id IS NOT NULL;
CREATE INDEX inbox_notification_mail ON inbox_notification (mail_at) WHERE mail_at IS NOT NULL;
CREATE TABLE inbox_told (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX inbox_told_at ON inbox_told (at);
CREATE TABLE inbox_muted (room_id TEXT NOT NULL, thread_id TEXT NOT NULL, PRIMARY KEY (room_id, thread_id)) WITHOUT ROWID;
CREATE TABLE inbox_barred (room_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE inbox_untold (seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);`,
  },
  {
    id: 'inbox/2-about',
    sql: `
ALTER TABLE inbox_notification ADD COLUMN about TEXT;
CREATE INDEX inbox_notification_about ON inbox_notification (about) WHERE about IS NOT NULL;`,
  },
  {
    id: 'inbox/3-parts',
    // What a notification stands for, one row for each: of those from before the last one is all that is known.
    sql: `
CREATE TABLE inbox_part (
  notification TEXT NOT NULL, about TEXT NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (notification, about)
) WITHOUT ROWID;
CREATE INDEX inbox_part_about ON inbox_part (about);
INSERT INTO inbox_part SELECT id, about, position, json_object(
    'actor', json_extract(body, '$.actors[0]'), 'text', json_extract(body, '$.text'), 'payload', json_extract(body, '$.payload'))
  FROM inbox_notification WHERE about IS NOT NULL;
CREATE TRIGGER inbox_part_gone AFTER DELETE ON inbox_notification BEGIN DELETE FROM inbox_part WHERE notification = OLD.id; END;
DROP INDEX inbox_notification_about;
ALTER TABLE inbox_notification DROP COLUMN about;`,
  },
]
