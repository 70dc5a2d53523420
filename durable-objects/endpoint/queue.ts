/**
 * Owns tables `endpoint_delivery` and `endpoint_lane`: what waits for an endpoint, in which order, and what has become of it. A lane is a room; its
 * row says which delivery is its first and when that is due, so that finding the next one costs the same however much waits.
 *
 * A claim is a due time in the future: whoever made it and died has lost it when that time comes, and the delivery is made again.
 */
import type { ActorStorage } from '../actor/storage.ts'
import type { DeliveryState, RedeliveredState } from './admission.ts'
import { attemptsMax } from './retry.ts'

export interface NewDelivery {
  readonly id: string
  readonly type: string
  /** The room's id; empty for what is about no room. */
  readonly lane: string
  readonly document: string | null
  readonly body: string
  /** When it happened. */
  readonly at: number
  readonly traceparent: string | null
}

/** A delivery that is being sent. */
export interface Claim {
  readonly seq: number
  readonly id: string
  readonly lane: string
  readonly body: string
  readonly traceparent: string | null
  readonly round: number
  /** From 1. */
  readonly attempt: number
}

export interface Queue {
  counts(): Readonly<Record<DeliveryState, number>>
  isFull(): boolean
  /** Puts one at the end of its lane. Nothing happens when its id is known. */
  append(delivery: NewDelivery, now: number): void
  isWaiting(lane: string, document: string): boolean
  /** When something is due next. */
  nextDue(): number | null
  /** The next one that is due: nobody else gets it for `claimMs`. What was claimed too often is a dead letter. */
  claim(now: number, claimMs: number): Claim | null
  /** It was not sent after all. */
  giveBack(claim: Claim, due: number): void
  /** Its fate, unless that is known already: the lane goes on. */
  finish(claim: Pick<Claim, 'seq' | 'lane'>, state: 'delivered' | 'dead', now: number): void
  /** It waits for its next attempt, and its lane with it. */
  postpone(claim: Claim, due: number): void
  /** Puts it at the end of its lane again, with all its attempts. Whether it could: one that waits is there already. */
  again(id: string, now: number): boolean
  /** Those that are finished, of events since then: the oldest, at most `limit`. */
  finished(which: Finished, limit: number): readonly { readonly id: string; readonly seq: number }[]
  countFinished(which: Finished): number
  lastSeq(): number
  /** What is remembered of the rows is read anew. */
  forget(): void
  /** So many that were finished are kept no more. */
  forgot(state: 'delivered' | 'dead', count: number): void
}

/** Deliveries that wait no more. */
export interface Finished {
  readonly state: RedeliveredState
  /** Of events since then. */
  readonly since: number
  readonly afterSeq: number
  readonly upToSeq: number
}

const waitingMax = 50_000
const waitingMaxBytes = 128 * 1024 * 1024

type Row = {
  seq: number
  id: string
  lane: string
  body: string
  attempts: number
  redeliveries: number
  traceparent: string | null
}

const whichOf = ({ state, since, afterSeq, upToSeq }: Finished) =>
  [
    `${state === 'all' ? "state <> 'pending'" : "state = 'dead'"} AND seq > ? AND seq <= ? AND at >= ?`,
    [afterSeq, upToSeq, since],
  ] as const

export const createQueue = ({ sql, afterRollback }: Pick<ActorStorage, 'sql' | 'afterRollback'>): Queue => {
  /** Read once; what a rollback has undone is read anew. */
  let known: { readonly counts: Record<DeliveryState, number>; bytes: number } | null = null
  const tally = () => {
    if (known === null) {
      const counts = { pending: 0, delivered: 0, dead: 0 }
      const rows = sql.exec<{ state: DeliveryState; n: number }>(
        'SELECT state, count(*) AS n FROM endpoint_delivery GROUP BY state',
      )
      for (const { state, n } of rows) counts[state] = n
      const { bytes } = sql
        .exec<{ bytes: number }>(
          "SELECT coalesce(sum(length(body)), 0) AS bytes FROM endpoint_delivery WHERE state = 'pending'",
        )
        .one()
      known = { counts, bytes }
    }
    return known
  }
  const forget = () => {
    known = null
  }
  const counted = (from: DeliveryState | null, to: DeliveryState, bytes: number) => {
    const { counts } = tally()
    afterRollback(forget)
    if (from !== null) counts[from] -= 1
    counts[to] += 1
    if (known !== null) known.bytes += to === 'pending' ? bytes : -bytes
  }

  const row = (seq: number) =>
    sql
      .exec<Row>(
        "SELECT seq, id, lane, body, attempts, redeliveries, traceparent FROM endpoint_delivery WHERE seq = ? AND state = 'pending'",
        seq,
      )
      .toArray()[0]

  const advance = (lane: string, now: number) => {
    const next = sql
      .exec<{ seq: number }>(
        "SELECT seq FROM endpoint_delivery WHERE lane = ? AND state = 'pending' ORDER BY seq LIMIT 1",
        lane,
      )
      .toArray()[0]
    if (next === undefined) sql.exec('DELETE FROM endpoint_lane WHERE lane = ?', lane)
    else sql.exec('UPDATE endpoint_lane SET head = ?, due = ? WHERE lane = ?', next.seq, now, lane)
  }

  const finish: Queue['finish'] = ({ seq, lane }, state, now) => {
    const found = row(seq)
    if (found === undefined) return
    sql.exec('UPDATE endpoint_delivery SET state = ?, finished_at = ? WHERE seq = ?', state, now, seq)
    counted('pending', state, found.body.length)
    advance(lane, now)
  }

  const lastSeq = () =>
    sql.exec<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM endpoint_delivery').one().seq

  const lane = (name: string, head: number, due: number) =>
    sql.exec('INSERT OR IGNORE INTO endpoint_lane VALUES (?, ?, ?)', name, head, due)

  return {
    counts: () => tally().counts,
    isFull: () => tally().counts.pending >= waitingMax || tally().bytes >= waitingMaxBytes,
    append(delivery, now) {
      tally()
      const { id, type, lane: name, document, body, at, traceparent } = delivery
      const [added] = sql
        .exec<{ seq: number }>(
          `INSERT OR IGNORE INTO endpoint_delivery
            (id, type, lane, document, body, state, attempts, redeliveries, created_at, at, traceparent)
          VALUES (?, ?, ?, ?, ?, 'pending', 0, 0, ?, ?, ?) RETURNING seq`,
          id,
          type,
          name,
          document,
          body,
          now,
          at,
          traceparent,
        )
        .toArray()
      if (added === undefined) return
      counted(null, 'pending', body.length)
      lane(name, added.seq, now)
    },
    isWaiting: (name, document) =>
      sql
        .exec("SELECT 1 FROM endpoint_delivery WHERE lane = ? AND document = ? AND state = 'pending'", name, document)
        .toArray().length > 0,
    nextDue: () =>
      sql.exec<{ due: number }>('SELECT due FROM endpoint_lane ORDER BY due LIMIT 1').toArray()[0]?.due ?? null,
    claim(now, claimMs) {
      for (;;) {
        const due = sql
          .exec<{ lane: string; head: number }>(
            'SELECT lane, head FROM endpoint_lane WHERE due <= ? ORDER BY due, head LIMIT 1',
            now,
          )
          .toArray()[0]
        if (due === undefined) return null
        const found = row(due.head)
        if (found === undefined) advance(due.lane, now)
        else if (found.attempts >= attemptsMax) finish(found, 'dead', now)
        else {
          const attempt = found.attempts + 1
          sql.exec('UPDATE endpoint_delivery SET attempts = ? WHERE seq = ?', attempt, found.seq)
          sql.exec('UPDATE endpoint_lane SET due = ? WHERE lane = ?', now + claimMs, found.lane)
          const { seq, id, lane, body, traceparent, redeliveries: round } = found
          return { seq, id, lane, body, traceparent, round, attempt }
        }
      }
    },
    giveBack({ seq, lane: name, attempt }, due) {
      sql.exec('UPDATE endpoint_delivery SET attempts = ? WHERE seq = ?', attempt - 1, seq)
      sql.exec('UPDATE endpoint_lane SET due = ? WHERE lane = ? AND head = ?', due, name, seq)
    },
    finish,
    postpone: ({ seq, lane: name }, due) =>
      void sql.exec('UPDATE endpoint_lane SET due = ? WHERE lane = ? AND head = ?', due, name, seq),
    again(id, now) {
      tally()
      const found = sql
        .exec<{ seq: number; lane: string; state: DeliveryState; bytes: number }>(
          'SELECT seq, lane, state, length(body) AS bytes FROM endpoint_delivery WHERE id = ?',
          id,
        )
        .toArray()[0]
      if (found === undefined || found.state === 'pending') return false
      const seq = lastSeq() + 1
      sql.exec(
        `UPDATE endpoint_delivery SET seq = ?, state = 'pending', attempts = 0, redeliveries = redeliveries + 1, finished_at = NULL
        WHERE seq = ?`,
        seq,
        found.seq,
      )
      counted(found.state, 'pending', found.bytes)
      lane(found.lane, seq, now)
      return true
    },
    finished(which, limit) {
      const [where, values] = whichOf(which)
      const query = `SELECT id, seq FROM endpoint_delivery WHERE ${where} ORDER BY seq LIMIT ?`
      return sql.exec<{ id: string; seq: number }>(query, ...values, limit).toArray()
    },
    countFinished(which) {
      const [where, values] = whichOf(which)
      return sql.exec<{ n: number }>(`SELECT count(*) AS n FROM endpoint_delivery WHERE ${where}`, ...values).one().n
    },
    lastSeq,
    forget,
    forgot(state, count) {
      afterRollback(forget)
      tally().counts[state] -= count
    },
  }
}
