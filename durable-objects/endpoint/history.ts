/** Owns table `endpoint_attempt`, and which finished deliveries are still kept: what the dashboard shows of them. */
import type { Outcome } from '../../workers/courier/index.ts'
import type { Sql } from '../actor/storage.ts'
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryRecord,
  DeliveryState,
  DeliverySummary,
  MissedEvents,
} from './admission.ts'
import type { Claim } from './queue.ts'

export interface History {
  record(claim: Claim, at: number, durationMs: number, outcome: Outcome): void
  list(filter: DeliveryFilter): readonly DeliverySummary[]
  find(id: string): DeliveryRecord | null
  /** Forgets what is too old, or too much of `count`: some of it each time. Says how many, and which events are in it; a test is none. */
  prune(state: 'delivered' | 'dead', count: number, now: number): Pruned
}

export interface Pruned {
  readonly count: number
  readonly events: MissedEvents | null
}

const dayMs = 86_400_000
const kept = {
  delivered: { ms: 7 * dayMs, rows: 10_000 },
  dead: { ms: 30 * dayMs, rows: 10_000 },
} as const
const pruneMax = 100

type Row = {
  seq: number
  id: string
  type: string
  lane: string
  state: DeliveryState
  attempts: number
  redeliveries: number
  created_at: number
  finished_at: number | null
  due: number | null
}

const summary = `SELECT d.seq, d.id, d.type, d.lane, d.state, d.attempts, d.redeliveries, d.created_at, d.finished_at, l.due
  FROM endpoint_delivery d LEFT JOIN endpoint_lane l ON l.lane = d.lane AND l.head = d.seq`

const toSummary = (row: Row): DeliverySummary => ({
  seq: row.seq,
  id: row.id,
  type: row.type,
  roomId: row.lane === '' || row.type === 'webhook.test' ? null : row.lane,
  state: row.state,
  attempts: row.attempts,
  redeliveries: row.redeliveries,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
  nextAttemptAt: row.due,
})

type AttemptRow = {
  round: number
  attempt: number
  at: number
  duration_ms: number
  status: number | null
  headers: string | null
  body: string | null
  error: string | null
}

const toAttempt = (row: AttemptRow): AttemptRecord => ({
  round: row.round,
  attempt: row.attempt,
  at: row.at,
  durationMs: row.duration_ms,
  status: row.status,
  headers: JSON.parse(row.headers ?? '{}') as Record<string, string>,
  body: row.body ?? '',
  error: row.error,
})

export const createHistory = (sql: Sql): History => {
  const forget = (state: 'delivered' | 'dead', which: string, ...values: readonly number[]) => {
    const gone = sql
      .exec<{ id: string; type: string; at: number }>(
        `DELETE FROM endpoint_delivery WHERE seq IN (SELECT seq FROM endpoint_delivery WHERE state = '${state}' ${which}) RETURNING id, type, at`,
        ...values,
      )
      .toArray()
    if (gone.length > 0)
      sql.exec(
        'DELETE FROM endpoint_attempt WHERE delivery IN (SELECT value FROM json_each(?))',
        JSON.stringify(gone.map(({ id }) => id)),
      )
    return gone
  }

  return {
    record({ id, round, attempt }, at, durationMs, outcome) {
      const isAnswer = 'status' in outcome
      sql.exec(
        'INSERT OR REPLACE INTO endpoint_attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        round,
        attempt,
        at,
        durationMs,
        isAnswer ? outcome.status : null,
        isAnswer ? JSON.stringify(outcome.headers) : null,
        isAnswer ? outcome.body : null,
        isAnswer ? null : outcome.error,
      )
    },
    list({ state, before, limit }) {
      const [which, values] = state === null ? ['', []] : ['d.state = ? AND', [state]]
      return sql
        .exec<Row>(
          `${summary} WHERE ${which} d.seq < ? ORDER BY d.seq DESC LIMIT ?`,
          ...values,
          before ?? Number.MAX_SAFE_INTEGER,
          limit,
        )
        .toArray()
        .map(toSummary)
    },
    find(id) {
      const [found] = sql.exec<Row>(`${summary} WHERE d.id = ?`, id).toArray()
      if (found === undefined) return null
      const { body } = sql.exec<{ body: string }>('SELECT body FROM endpoint_delivery WHERE id = ?', id).one()
      const attempts = sql
        .exec<AttemptRow>('SELECT * FROM endpoint_attempt WHERE delivery = ? ORDER BY round, attempt', id)
        .toArray()
      return { ...toSummary(found), requestBody: body, history: attempts.map(toAttempt) }
    },
    prune(state, count, now) {
      const { ms, rows } = kept[state]
      const old = forget(state, 'AND finished_at < ? ORDER BY finished_at LIMIT ?', now - ms, pruneMax)
      const excess = Math.min(pruneMax, count - old.length - rows)
      const more = excess > 0 ? forget(state, 'AND finished_at IS NOT NULL ORDER BY finished_at LIMIT ?', excess) : []
      const gone = [...old, ...more]
      const times = gone.filter(({ type }) => type !== 'webhook.test').map(({ at }) => at)
      const events =
        times.length === 0 ? null : { count: times.length, since: Math.min(...times), until: Math.max(...times) }
      return { count: gone.length, events }
    },
  }
}
