/** Facts on their way out of the room: written in the transaction of the change, delivered at least once, in order. */
import type { RoomContext } from './context.ts'
import type { Fact } from './feature.ts'
import type { RoomSql } from './storage.ts'

export interface OutboxEntry extends Fact {
  /** Room-local and rising: the receiver's key against repeats. */
  readonly sequence: number
  readonly at: number
}

export interface Outbox {
  append(facts: readonly Fact[], at: number): void
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

export const createOutbox = (sql: RoomSql, changed: () => void, log: RoomContext['log']): Outbox => ({
  append(facts, at) {
    for (const { kind, body } of facts) {
      const { sequence } = sql
        .exec<{ sequence: number }>(
          'INSERT INTO room_outbox (kind, body, at) VALUES (?, ?, ?) RETURNING sequence',
          kind,
          JSON.stringify(body),
          at,
        )
        .one()
      const dropped = sql
        .exec('DELETE FROM room_outbox WHERE sequence <= ? RETURNING sequence', sequence - outboxMaxFacts)
        .toArray()
      if (dropped.length > 0) log('facts_dropped', { upTo: sequence - outboxMaxFacts })
    }
    if (facts.length > 0) changed()
  },
  peek: (count) =>
    sql
      .exec<{ sequence: number; kind: string; body: string; at: number }>(
        'SELECT sequence, kind, body, at FROM room_outbox ORDER BY sequence LIMIT ?',
        count,
      )
      .toArray()
      .map(({ sequence, kind, body, at }) => ({ sequence, kind, at, body: JSON.parse(body) as unknown })),
  confirm: (sequence) => void sql.exec('DELETE FROM room_outbox WHERE sequence <= ?', sequence),
  continueAfter(sequence) {
    // AUTOINCREMENT remembers the highest that there ever was.
    sql.exec("INSERT OR REPLACE INTO room_outbox VALUES (?, '', 'null', 0)", sequence)
    sql.exec('DELETE FROM room_outbox WHERE sequence = ?', sequence)
  },
})
