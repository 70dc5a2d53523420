/** The tables of an endpoint's object. */
import type { Migration } from '../actor/migrate.ts'

export const migrations: readonly Migration[] = [
  {
    id: 'endpoint/1-deliveries',
    sql: `
CREATE TABLE endpoint_delivery (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, lane TEXT NOT NULL, document TEXT, body TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, redeliveries INTEGER NOT NULL, created_at INTEGER NOT NULL, finished_at INTEGER
);
CREATE INDEX endpoint_delivery_waiting ON endpoint_delivery (lane, seq) WHERE state = 'pending';
CREATE INDEX endpoint_delivery_document ON endpoint_delivery (lane, document) WHERE state = 'pending' AND document IS NOT NULL;
CREATE INDEX endpoint_delivery_listed ON endpoint_delivery (state, seq);
CREATE INDEX endpoint_delivery_finished ON endpoint_delivery (state, finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE endpoint_lane (lane TEXT PRIMARY KEY, head INTEGER NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX endpoint_lane_due ON endpoint_lane (due);
CREATE TABLE endpoint_attempt (
  delivery TEXT NOT NULL, round INTEGER NOT NULL, attempt INTEGER NOT NULL, at INTEGER NOT NULL, duration_ms INTEGER NOT NULL, status INTEGER,
  headers TEXT, body TEXT, error TEXT, PRIMARY KEY (delivery, round, attempt)
) WITHOUT ROWID;
CREATE TABLE endpoint_collected (
  room_id TEXT NOT NULL, document TEXT NOT NULL, event TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (room_id, document)
) WITHOUT ROWID;
CREATE INDEX endpoint_collected_due ON endpoint_collected (due);`,
  },
  {
    id: 'endpoint/2-events',
    // `at`: when the event happened; of older rows only when it came here is known.
    sql: `
ALTER TABLE endpoint_delivery ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE endpoint_delivery ADD COLUMN traceparent TEXT;
UPDATE endpoint_delivery SET at = created_at;`,
  },
]
