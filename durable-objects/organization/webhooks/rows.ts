/** Owns tables `organization_webhook` and `organization_webhook_event`: who is to hear what, and what each endpoint has still to be handed. */
import type { WebhookType } from '@syncforge/protocol/webhooks'
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'
import type { EndpointEvent, MissedEvents } from '../../endpoint/admission.ts'
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
  {
    id: 'organization/webhooks/2-missed',
    sql: `
ALTER TABLE organization_webhook ADD COLUMN missed TEXT;
ALTER TABLE organization_webhook ADD COLUMN missed_is_told INTEGER NOT NULL DEFAULT 1;`,
  },
]

export interface Listener {
  readonly id: string
  readonly revision: number
  readonly types: readonly WebhookType[]
  readonly roomPrefix: string
  readonly handed: number
  /** What it has missed and does not know of yet. */
  readonly missed: MissedEvents | null
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
  /** The endpoint knows that it has missed so many. */
  missedTold(id: string, count: number): void
  /** Forgets what everybody has had, and what is too much: who has not had it misses it. How many were missed. */
  prune(): number
}

/** What may wait for endpoints that take nothing. */
const eventsMax = 50_000

type Filter = Pick<Listener, 'types' | 'roomPrefix'>

export const hearsOf = ({ types, roomPrefix }: Filter, roomId: string, type: string): boolean =>
  types.some((wanted) => wanted === type) && roomId.startsWith(roomPrefix)

export const wants = ({ types, roomPrefix }: Filter, event: EndpointEvent): boolean =>
  types.includes(event.type) && (!('roomId' in event.data) || event.data.roomId.startsWith(roomPrefix))

type Row = {
  id: string
  revision: number
  types: string
  room_prefix: string
  handed: number
  missed: string | null
  missed_is_told: number
}

const readAtOnce = 500

const parseMissed = (text: string | null): MissedEvents | null => (text === null ? null : JSON.parse(text))

/** @param before what was missed until now */
const adding = (before: MissedEvents | null, events: readonly EndpointEvent[]): MissedEvents | null =>
  events.reduce<MissedEvents | null>(
    (missed, { at }) => ({ count: (missed?.count ?? 0) + 1, since: missed?.since ?? at, until: at }),
    before,
  )

export const createWebhookRows = (sql: Sql): WebhookRows => {
  const number = (query: string, ...values: readonly number[]): number =>
    sql.exec<{ n: number | null }>(query, ...values).one().n ?? 0
  const lastSeq = () => number("SELECT max(seq) AS n FROM sqlite_sequence WHERE name = 'organization_webhook_event'")

  const rows = () => sql.exec<Row>('SELECT * FROM organization_webhook').toArray()

  const listeners = (): readonly Listener[] =>
    rows().map(({ id, revision, types, room_prefix, handed, missed, missed_is_told }) => ({
      id,
      revision,
      types: JSON.parse(types) as WebhookType[],
      roomPrefix: room_prefix,
      handed,
      missed: missed_is_told === 1 ? null : parseMissed(missed),
    }))

  const after = (seq: number, limit: number): readonly NumberedEvent[] =>
    sql
      .exec<{ seq: number; event: string }>(
        'SELECT seq, event FROM organization_webhook_event WHERE seq > ? ORDER BY seq LIMIT ?',
        seq,
        limit,
      )
      .toArray()
      .map(({ seq: own, event }) => ({ seq: own, event: JSON.parse(event) as EndpointEvent }))

  /** Lets the endpoint miss what it wants of everything up to `oldest`. How many that are. */
  const miss = (listener: Listener, oldest: number): number => {
    const { missed: text } = sql
      .exec<{ missed: string | null }>('SELECT missed FROM organization_webhook WHERE id = ?', listener.id)
      .one()
    const before = parseMissed(text)
    let missed = before
    for (let seq = listener.handed; seq < oldest; ) {
      const batch = after(seq, readAtOnce).filter((one) => one.seq <= oldest)
      const wanted = batch.flatMap(({ event }) => (wants(listener, event) ? [event] : []))
      missed = adding(missed, wanted)
      seq = batch.at(-1)?.seq ?? oldest
    }
    const count = (missed?.count ?? 0) - (before?.count ?? 0)
    sql.exec('UPDATE organization_webhook SET handed = ? WHERE id = ?', oldest, listener.id)
    if (count > 0) {
      const keep = 'UPDATE organization_webhook SET missed = ?, missed_is_told = 0 WHERE id = ?'
      sql.exec(keep, JSON.stringify(missed), listener.id)
    }
    return count
  }

  return {
    listeners,
    keep(subscriptions, handed) {
      const ids = JSON.stringify(subscriptions.map(({ settings }) => settings.webhookId))
      sql.exec('DELETE FROM organization_webhook WHERE id NOT IN (SELECT value FROM json_each(?))', ids)
      for (const { settings, types, roomPrefix } of subscriptions) {
        const values = [settings.revision, JSON.stringify(types), roomPrefix] as const
        sql.exec(
          `INSERT INTO organization_webhook (id, revision, types, room_prefix, handed) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, types = excluded.types, room_prefix = excluded.room_prefix`,
          settings.webhookId,
          ...values,
          handed,
        )
      }
    },
    add: (event) => void sql.exec('INSERT INTO organization_webhook_event (event) VALUES (?)', JSON.stringify(event)),
    after,
    lastSeq,
    handed: (id, seq) => void sql.exec('UPDATE organization_webhook SET handed = ? WHERE id = ?', seq, id),
    bound: () => void sql.exec('DELETE FROM organization_webhook_event WHERE seq <= ?', lastSeq() - eventsMax),
    missedTold: (id, count) =>
      void sql.exec(
        "UPDATE organization_webhook SET missed_is_told = 1 WHERE id = ? AND json_extract(missed, '$.count') = ?",
        id,
        count,
      ),
    prune() {
      const last = lastSeq()
      const oldest = Math.max(last - eventsMax, 0)
      const late = listeners().filter(({ handed }) => handed < oldest)
      const missed = late.reduce((sum, listener) => sum + miss(listener, oldest), 0)
      const had = number('SELECT coalesce(min(handed), ?) AS n FROM organization_webhook', last)
      sql.exec('DELETE FROM organization_webhook_event WHERE seq <= ?', had)
      return missed
    },
  }
}
