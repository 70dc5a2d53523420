/**
 * Facts as they come in, at least once: remembers how far each room has told, and which of the organization's own are known, so that every
 * consumer has each of them once.
 */
import type { Migration } from '../../actor/migrate.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { FactBatch } from '../../room/facts/target.ts'
import type { FactConsumer, TakenFact, ToldFact } from './consumer.ts'

export interface Intake {
  takeFacts(batch: FactBatch): void
  tell(facts: readonly ToldFact[]): void
  readonly wakeKey: string
  readonly handler: WakeHandler
}

export const intakeMigrations: readonly Migration[] = [
  {
    id: 'organization/3-facts',
    sql: `
CREATE TABLE organization_fact_source (
  room_id TEXT NOT NULL, life TEXT NOT NULL, sequence INTEGER NOT NULL, heard_at INTEGER NOT NULL, PRIMARY KEY (room_id, life)
) WITHOUT ROWID;
CREATE TABLE organization_fact_told (id TEXT PRIMARY KEY, heard_at INTEGER NOT NULL) WITHOUT ROWID;`,
  },
]

/** Nobody tells again what was answered so long ago. */
const rememberedMs = 30 * 24 * 3_600_000
const pruneEveryMs = 24 * 3_600_000

interface IntakeParts {
  readonly storage: ActorStorage
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  readonly consumers: readonly FactConsumer[]
  clock(): number
}

export const createIntake = ({ storage, wakeups, consumers, clock }: IntakeParts): Intake => {
  const { sql } = storage
  const wakeKey = 'facts.forgetting'

  const hand = (facts: readonly TakenFact[], now: number) => {
    if (facts.length === 0) return
    if (wakeups.wakesAt(wakeKey) === null) wakeups.wakeAt(wakeKey, now + pruneEveryMs)
    for (const consumer of consumers) consumer.take(facts, now)
  }

  const lastOf = (roomId: string, life: string): number =>
    sql
      .exec<{ sequence: number }>(
        'SELECT sequence FROM organization_fact_source WHERE room_id = ? AND life = ?',
        roomId,
        life,
      )
      .toArray()[0]?.sequence ?? 0

  return {
    wakeKey,
    takeFacts: ({ room, life, isEphemeral, entries }) =>
      storage.transactionSync(() => {
        const now = clock()
        const last = lastOf(room.roomId, life)
        const fresh = entries.filter(({ sequence }) => sequence > last)
        const newest = fresh.at(-1)
        if (newest === undefined) return
        sql.exec(
          'INSERT OR REPLACE INTO organization_fact_source VALUES (?, ?, ?, ?)',
          room.roomId,
          life,
          newest.sequence,
          now,
        )
        hand(
          fresh.map(({ sequence, ...fact }) => ({ id: `${life}-${sequence}`, ...fact, room, isEphemeral })),
          now,
        )
      }),
    tell: (facts) =>
      storage.transactionSync(() => {
        const now = clock()
        const remember = 'INSERT OR IGNORE INTO organization_fact_told VALUES (?, ?) RETURNING id'
        const fresh = facts.filter(({ id }) => sql.exec(remember, id, now).toArray().length > 0)
        hand(
          fresh.map((fact) => ({ ...fact, room: null, isEphemeral: false })),
          now,
        )
      }),
    handler(now) {
      const before = now - rememberedMs
      sql.exec('DELETE FROM organization_fact_source WHERE heard_at < ?', before)
      sql.exec('DELETE FROM organization_fact_told WHERE heard_at < ?', before)
      const isEmpty = sql.exec('SELECT 1 FROM organization_fact_source LIMIT 1').toArray().length === 0
      wakeups.wakeAt(wakeKey, isEmpty ? null : now + pruneEveryMs)
      return undefined
    },
  }
}
