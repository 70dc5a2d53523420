/**
 * Facts on their way out of the room: written in the transaction of the change, delivered at least once, in order, to each of those who
 * read them. A fact stays until all of them have it.
 */

import { RoomError } from '@syncforge/protocol/errors'
import { type AnyFact, isFact } from '@syncforge/protocol/facts'
import { createId } from '@syncforge/protocol/ids'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import type { Sql } from '../../actor/storage.ts'

/** `body` as rows hold it: a room of another version may have written kinds that this one does not know. */
export interface OutboxEntry extends AnyFact {
  /** Room-local and rising: the receiver's key against repeats. */
  readonly sequence: number
  /** When it happened, in milliseconds since 1970. */
  readonly at: number
  /** Of the request that led to it: whoever is told of it goes on with its trace. */
  readonly traceparent?: string
}

/** Who reads facts, each at a pace of its own. */
export type FactReader = 'organization' | 'postgres'

export interface Outbox {
  append(facts: readonly AnyFact[], at: number): void
  /** The oldest entries that `reader` has not confirmed, at most `count`. */
  peek(reader: FactReader, count: number): readonly OutboxEntry[]
  /** `reader` has everything up to and including `sequence`. */
  confirm(reader: FactReader, sequence: number): void
  /** An empty room goes on counting where its copy is. */
  continueAfter(sequence: number): void
  /** Names this storage of the room: a room made anew, or one that has lost its rows, counts in a life of its own. */
  life(): string
  /** How many wait for somebody. */
  waiting(): number
  /**
   * Something is about to happen that will be told. While more wait than {@link outboxFastFacts}, only {@link slowPerSecond} of them may.
   * @throws RoomError ROOM_UNAVAILABLE, which clients take as: try again
   */
  requirePace(now: number): void
  /** What `work` appends, without waiting, was led to by this request; `undefined`: by none that is known. */
  within<T>(traceparent: string | undefined, work: () => T): T
}

/** Facts of a room that nobody reads. */
export const noOutbox: Outbox = {
  append: () => {},
  peek: () => [],
  confirm: () => {},
  continueAfter: () => {},
  life: () => '',
  waiting: () => 0,
  requirePace: () => {},
  within: (_, work) => work(),
}

/** Of a room in memory only who comes and goes is told, and not what they are called: nothing of it may be written down elsewhere. */
export const onlyPeople = (outbox: Outbox): Outbox => ({
  ...outbox,
  append(facts, at) {
    const told = facts.flatMap((fact): AnyFact[] => {
      if (isFact(fact, 'person.joined') || isFact(fact, 'person.left'))
        return [{ kind: fact.kind, body: { ...fact.body, name: '' } }]
      return isFact(fact, 'room.emptied') ? [fact] : []
    })
    outbox.append(told, at)
  },
})

/** While so many wait, because a reader stays away, the room takes on what it would have to tell only slowly. None is ever dropped. */
export const outboxFastFacts = 10_000
/** A reader that is away for a month leaves half a gigabyte of rows at this pace; a room may have ten. */
export const slowPerSecond = 2

/** The highest number of what is no longer here: the next one is above it, although the row is gone. */
const goneKey = 'outbox'
const lifeKey = 'outbox.life'
/** What each reader has, as far as it is ahead of what is gone. */
const readersKey = 'outbox.readers'

interface OutboxParts {
  readonly sql: Sql
  readonly values: KeyValues
  readonly readers: readonly FactReader[]
  changed(): void
  readonly log: Log
}

export const createOutbox = ({ sql, values, readers, changed, log }: OutboxParts): Outbox => {
  const gone = () => values.get<number>(goneKey) ?? 0
  const positions = () => values.get<Readonly<Partial<Record<FactReader, number>>>>(readersKey) ?? {}
  const positionOf = (reader: FactReader) => Math.max(gone(), positions()[reader] ?? 0)
  const last = () =>
    sql.exec<{ last: number | null }>('SELECT MAX(sequence) AS last FROM room_fact').one().last ?? gone()
  const waiting = () => Math.max(0, last() - gone())
  let slowSince: number | null = null
  let slowTaken = 0
  let underWay: string | undefined

  return {
    append(facts, at) {
      const above = gone()
      for (const { kind, body } of facts) {
        sql.exec(
          `INSERT INTO room_fact (sequence, kind, body, at, traceparent)
           VALUES (1 + MAX(?, COALESCE((SELECT MAX(sequence) FROM room_fact), 0)), ?, ?, ?, ?)`,
          above,
          kind,
          JSON.stringify(body),
          at,
          underWay ?? null,
        )
      }
      if (facts.length > 0) changed()
    },
    peek: (reader, count) =>
      sql
        .exec<{ sequence: number; kind: string; body: string; at: number; traceparent: string | null }>(
          'SELECT sequence, kind, body, at, traceparent FROM room_fact WHERE sequence > ? ORDER BY sequence LIMIT ?',
          positionOf(reader),
          count,
        )
        .toArray()
        .map(({ sequence, kind, body, at, traceparent }) => ({
          sequence,
          kind,
          at,
          body: JSON.parse(body) as unknown,
          ...(traceparent === null ? {} : { traceparent }),
        })),
    confirm(reader, sequence) {
      const has = { ...positions(), [reader]: Math.max(positionOf(reader), sequence) }
      const all = Math.min(...readers.map((one) => has[one] ?? 0))
      values.put(readersKey, has)
      if (all <= gone()) return
      values.put(goneKey, all)
      sql.exec('DELETE FROM room_fact WHERE sequence <= ?', all)
    },
    continueAfter: (sequence) => values.put(goneKey, Math.max(gone(), sequence)),
    life() {
      const known = values.get<string>(lifeKey)
      if (known !== null) return known
      const life = createId('fact')
      values.put(lifeKey, life)
      return life
    },
    waiting,
    requirePace(now) {
      const count = waiting()
      if (count < outboxFastFacts) {
        slowSince = null
        return
      }
      // A whole second at a time; a clock set back begins a new one.
      if (slowSince === null || now < slowSince || now >= slowSince + 1000) {
        if (slowSince === null) log('facts_wait', { waiting: count, slowPerSecond })
        slowSince = now
        slowTaken = 0
      }
      slowTaken += 1
      if (slowTaken > slowPerSecond)
        throw new RoomError('ROOM_UNAVAILABLE', 'The room has more to report than it can hand over right now')
    },
    within(traceparent, work) {
      const before = underWay
      underWay = traceparent
      try {
        return work()
      } finally {
        underWay = before
      }
    },
  }
}
