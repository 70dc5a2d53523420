/** The tables of an organization's object. */
import type { Migration } from '../actor/migrate.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'organization/1-live',
    sql: `
CREATE TABLE organization_room (
  room_id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, revision INTEGER NOT NULL, total INTEGER NOT NULL, people TEXT NOT NULL,
  changed_at INTEGER NOT NULL, heard_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX organization_room_busy ON organization_room (changed_at) WHERE total > 0;
CREATE TABLE organization_revocation (credential TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE organization_revocation_due (room_id TEXT NOT NULL, credential TEXT NOT NULL, PRIMARY KEY (room_id, credential)) WITHOUT ROWID;`,
  },
  {
    id: 'organization/2-retired',
    sql: 'CREATE TABLE organization_retired (credential TEXT PRIMARY KEY, ends_at INTEGER NOT NULL) WITHOUT ROWID;',
  },
  {
    id: 'organization/3-plan',
    sql: 'CREATE TABLE organization_plan_due (room_id TEXT PRIMARY KEY) WITHOUT ROWID;',
  },
  {
    id: 'organization/4-connections',
    sql: 'ALTER TABLE organization_room ADD COLUMN connections INTEGER NOT NULL DEFAULT 0;',
  },
  {
    id: 'organization/5-files',
    // Files of all rooms by where they lie; doomed ones are to be erased.
    sql: `
CREATE TABLE organization_file (place TEXT PRIMARY KEY, bytes INTEGER NOT NULL, doomed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE organization_file_total (singleton INTEGER PRIMARY KEY CHECK (singleton = 1), bytes INTEGER NOT NULL);
CREATE INDEX organization_file_doomed ON organization_file (place) WHERE doomed = 1;`,
  },
]
