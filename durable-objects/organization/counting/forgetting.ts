/** What counting keeps no longer: people of months that are over stay as numbers, and rows that Postgres has go after a while. In small portions. */
import type { KeyValues } from '../../actor/key-values.ts'
import type { Sql } from '../../actor/storage.ts'
import { openSinceKey } from './people.ts'
import { monthsBefore, type Span, spans } from './periods.ts'

const dayMs = 86_400_000
const rowsAtOnce = 5_000

/** Rows of spans that began so long ago are not needed here any more. */
const keptMs: Readonly<Record<Span, number>> = { hour: 3 * dayMs, day: 40 * dayMs, month: 400 * dayMs }
/** Without Postgres nothing is kept for ever either. */
const unconfirmedMs = 40 * dayMs

/** Drops some; whether there is more. */
export const forgetCounted = (sql: Sql, values: KeyValues, now: number): boolean => {
  // This month and the one before: what a room tells late is counted where it belongs.
  const openSince = Math.max(values.get<number>(openSinceKey) ?? 0, monthsBefore(1, now))
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
