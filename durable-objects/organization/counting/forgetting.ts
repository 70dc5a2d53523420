/** What counting keeps no longer: people of months that are over stay as numbers, and rows that Postgres has go after a while. In small portions. */
import type { KeyValues } from '../../actor/key-values.ts'
import type { Sql } from '../../actor/storage.ts'
import { openSinceKey } from './people.ts'
import { monthsBefore, type Span, spans, startOf } from './periods.ts'

const dayMs = 86_400_000
const rowsAtOnce = 5_000

/** Rows of spans that began so long ago are not needed here any more. */
const keptMs: Readonly<Record<Span, number>> = { hour: 3 * dayMs, day: 40 * dayMs, month: 400 * dayMs }
/** Without Postgres nothing is kept for ever either. */
const unconfirmedMs = 40 * dayMs

/** When the clock was looked at last. */
const seenAtKey = 'counting.seen-at'
/** It is looked at each day: what is further than this from the last time was not waited for. */
const leapMs = 2 * dayMs

/** Whether the clock goes on from where it was. One that has leapt, and a server that slept, are believed when it stands there a day later. */
const isSteady = (values: KeyValues, now: number): boolean => {
  const seenAt = values.get<number>(seenAtKey)
  values.put(seenAtKey, now)
  return seenAt !== null && now >= seenAt && now - seenAt <= leapMs
}

/** Drops some; whether there is more. Nothing goes by a clock that has leapt: set back, it would find this month's people gone. */
export const forgetCounted = (sql: Sql, values: KeyValues, now: number): boolean => {
  if (!isSteady(values, now)) return false
  // This month and the one before: what a room tells late is counted where it belongs. This month is open however far ahead the clock has been.
  const known = Math.min(values.get<number>(openSinceKey) ?? 0, startOf('month', now))
  const openSince = Math.max(known, monthsBefore(1, now))
  values.put(openSinceKey, openSince)
  const people = sql
    .exec(
      `DELETE FROM organization_person WHERE (month, person) IN
         (SELECT month, person FROM organization_person WHERE month < ? LIMIT ?) RETURNING 1`,
      openSince,
      rowsAtOnce,
    )
    .toArray().length
  const persons = sql
    .exec(
      `DELETE FROM organization_usage WHERE (span, start, kind, id) IN
         (SELECT span, start, kind, id FROM organization_usage WHERE kind = 'person' AND start < ? LIMIT ?) RETURNING 1`,
      openSince,
      rowsAtOnce,
    )
    .toArray().length
  const rows = spans.map(
    (span) =>
      sql
        .exec(
          `DELETE FROM organization_usage WHERE (span, start, kind, id) IN
             (SELECT span, start, kind, id FROM organization_usage
              WHERE span = ? AND start < ? AND (changed = 0 OR start < ?) LIMIT ?) RETURNING 1`,
          span,
          now - keptMs[span],
          now - Math.max(unconfirmedMs, keptMs[span]),
          rowsAtOnce,
        )
        .toArray().length,
  )
  return Math.max(people, persons, ...rows) === rowsAtOnce
}
