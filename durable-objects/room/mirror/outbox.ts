/** Facts on their way out of the room: written in the transaction of the change, delivered at least once, in order. */

import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import type { Sql } from '../../actor/storage.ts'

/** A fact as rows hold it. A room of another version may have written kinds that this one does not know. */
interface AnyFact {
  readonly kind: string
  readonly body: unknown
}

export interface OutboxEntry extends AnyFact {
  /** Room-local and rising: the receiver's key against repeats. */
  readonly sequence: number
  readonly at: number
}

export interface Outbox {
  append(facts: readonly AnyFact[], at: number): void
  /** The oldest entries, at most `count`. */
  peek(count: number): readonly OutboxEntry[]
  /** Drops what was delivered, up to and including `sequence`. */
  confirm(sequence: number): void
  /** An empty room goes on counting where its copy is. */
  continueAfter(sequence: number): void
}

/** Facts of a room that nothing outside may hear of. */
export const noOutbox: Outbox = { append: () => {}, peek: () => [], confirm: () => {}, continueAfter: () => {} }

/** So many facts wait at most. While Postgres stays away for longer than that takes, the oldest go: a gap in the sequence tells. */
export const outboxMaxFacts = 10_000

/** The highest number of what is no longer here: the next one is above it, although the row is gone. */
const key = 'outbox'

export const createOutbox = (sql: Sql, values: KeyValues, changed: () => void, log: Log): Outbox => {
  const gone = () => values.get<number>(key) ?? 0
  return {
    append(facts, at) {
      const above = gone()
      for (const { kind, body } of facts) {
        const { sequence } = sql
          .exec<{ sequence: number }>(
            `INSERT INTO room_fact (sequence, kind, body, at)
             VALUES (1 + MAX(?, COALESCE((SELECT MAX(sequence) FROM room_fact), 0)), ?, ?, ?) RETURNING sequence`,
            above,
            kind,
            JSON.stringify(body),
            at,
          )
          .one()
        const dropped = sql
          .exec('DELETE FROM room_fact WHERE sequence <= ? RETURNING sequence', sequence - outboxMaxFacts)
          .toArray()
        if (dropped.length > 0) log('facts_dropped', { upTo: sequence - outboxMaxFacts })
      }
      if (facts.length > 0) changed()
    },
    peek: (count) =>
      sql
        .exec<{ sequence: number; kind: string; body: string; at: number }>(
          'SELECT sequence, kind, body, at FROM room_fact ORDER BY sequence LIMIT ?',
          count,
        )
        .toArray()
        .map(({ sequence, kind, body, at }) => ({ sequence, kind, at, body: JSON.parse(body) as unknown })),
    confirm(sequence) {
      values.put(key, Math.max(gone(), sequence))
      sql.exec('DELETE FROM room_fact WHERE sequence <= ?', sequence)
    },
    continueAfter: (sequence) => values.put(key, Math.max(gone(), sequence)),
  }
}
