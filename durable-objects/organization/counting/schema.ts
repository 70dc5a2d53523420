/** The tables of counting. Append-only. */
import type { Migration } from '../../actor/migrate.ts'

export const countingMigrations: readonly Migration[] = [
  {
    id: 'organization/counting/1-tables',
    // `person`: a digest, see people.ts. `days`: a bit for each day of the month on which they came. `changed`: Postgres has still to hear of the row.
    sql: `
CREATE TABLE organization_person (
  month INTEGER NOT NULL, person BLOB NOT NULL, days INTEGER NOT NULL, PRIMARY KEY (month, person)
) WITHOUT ROWID;
CREATE TABLE organization_usage (
  span TEXT NOT NULL, start INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  joins INTEGER NOT NULL DEFAULT 0, people INTEGER NOT NULL DEFAULT 0, verified INTEGER NOT NULL DEFAULT 0,
  peak_rooms INTEGER NOT NULL DEFAULT 0, peak_people INTEGER NOT NULL DEFAULT 0, peak_connections INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (span, start, kind, id)
) WITHOUT ROWID;
CREATE INDEX organization_usage_changed ON organization_usage (span, start) WHERE changed = 1;`,
  },
  {
    id: 'organization/counting/2-persons',
    // Rows of persons are many: the others do not wait for them.
    sql: `
DROP INDEX organization_usage_changed;
CREATE INDEX organization_usage_changed ON organization_usage (kind = 'person', span, start) WHERE changed = 1;`,
  },
]
