/** Owns tables `organization_webhook` and `organization_webhook_event`: who is to hear what, and what each endpoint has still to be handed. */
import type { WebhookType } from '@syncforge/protocol/webhooks'
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'
import type { EndpointEvent } from '../../endpoint/admission.ts'
import type { Subscription } from './target.ts'

// Numbers of events are never given twice: an endpoint has had everything up to `handed`.
export const webhookMigrations: readonly Migration[] = [
  {
    id: 'organization/webhooks/1-events',
    sql: `
CREATE TABLE organization_webhook (
  id TEXT PRIMARY KEY, revision INTEGER NOT NULL, types TEXT NOT NULL, room_prefix TEXT NOT NULL, handed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE organization_webhook_event (seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);`,
  },
]

export interface Listener {
  readonly id: string
  readonly revision: number
  readonly types: readonly WebhookType[]
  readonly roomPrefix: string
  readonly handed: number
}

export interface NumberedEvent {
  readonly seq: number
  readonly event: EndpointEvent
}

export interface WebhookRows {
  listeners(): readonly Listener[]
  /** Those that there are from now on. A new one hears what comes after `handed`. */
  keep(subscriptions: readonly Subscription[], handed: number): void
  add(event: EndpointEvent): void
  after(seq: number, limit: number): readonly NumberedEvent[]
  lastSeq(): number
  handed(id: string, seq: number): void
  /** Forgets the oldest of what is too much. For when nobody knows yet who is to have it. */
  bound(): void
  /** Forgets what everybody has had, and what is too much: who has not had it misses it. How many were missed. */
  prune(): number
}

/** What may wait for endpoints that take nothing. */
const eventsMax = 50_000

export const wants = ({ types, roomPrefix }: Pick<Listener, 'types' | 'roomPrefix'>, event: EndpointEvent): boolean =>
  types.includes(event.type) && (!('roomId' in event.data) || event.data.roomId.startsWith(roomPrefix))

type Row = { id: string; revision: number; types: string; room_prefix: string; handed: number }

export const createWebhookRows = (sql: Sql): WebhookRows => {
  const number = (query: string, ...values: readonly number[]): number =>
    sql.exec<{ n: number | null }>(query, ...values).one().n ?? 0
  const lastSeq = () => number("SELECT max(seq) AS n FROM sqlite_sequence WHERE name = 'organization_webhook_event'")

  return {
    listeners: () =>
      sql
        .exec<Row>('SELECT * FROM organization_webhook')
        .toArray()
        .map(({ id, revision, types, room_prefix, handed }) => ({
          id,
          revision,
          types: JSON.parse(types) as WebhookType[],
          roomPrefix: room_prefix,
          handed,
        })),
    keep(subscriptions, handed) {
      const ids = JSON.stringify(subscriptions.map(({ settings }) => settings.webhookId))
      sql.exec('DELETE FROM organization_webhook WHERE id NOT IN (SELECT value FROM json_each(?))', ids)
      for (const { settings, types, roomPrefix } of subscriptions) {
        const values = [settings.revision, JSON.stringify(types), roomPrefix] as const
        sql.exec(
          `INSERT INTO organization_webhook VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, types = excluded.types, room_prefix = excluded.room_prefix`,
          settings.webhookId,
          ...values,
          handed,
        )
      }
    },
    add: (event) => void sql.exec('INSERT INTO organization_webhook_event (event) VALUES (?)', JSON.stringify(event)),
    after: (seq, limit) =>
      sql
        .exec<{ seq: number; event: string }>(
          'SELECT seq, event FROM organization_webhook_event WHERE seq > ? ORDER BY seq LIMIT ?',
          seq,
          limit,
        )
        .toArray()
        .map(({ seq: own, event }) => ({ seq: own, event: JSON.parse(event) as EndpointEvent })),
    lastSeq,
    handed: (id, seq) => void sql.exec('UPDATE organization_webhook SET handed = ? WHERE id = ?', seq, id),
    bound: () => void sql.exec('DELETE FROM organization_webhook_event WHERE seq <= ?', lastSeq() - eventsMax),
    prune() {
      const last = lastSeq()
      const oldest = Math.max(last - eventsMax, 0)
      const missed = number('SELECT sum(? - handed) AS n FROM organization_webhook WHERE handed < ?', oldest, oldest)
      if (missed > 0) sql.exec('UPDATE organization_webhook SET handed = ? WHERE handed < ?', oldest, oldest)
      const had = number('SELECT coalesce(min(handed), ?) AS n FROM organization_webhook', last)
      sql.exec('DELETE FROM organization_webhook_event WHERE seq <= ?', had)
      return missed
    },
  }
}
