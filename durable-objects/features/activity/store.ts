/** Rows of the feed: numbers that rise and are never given twice, the oldest entries forgotten. */
import type { ActivityEntry, ActivityKind } from '@syncforge/protocol/activity'
import type { RoomContext } from '../../room/feature.ts'

export const keptEntries = 10_000
/** Of their bodies, as text. */
export const keptLength = 8 * 1_024 * 1_024
/** A page ends with the entry that fills it. */
export const pageLength = 512 * 1_024
/** So many come before the oldest are looked for. */
const pruneEvery = 100

interface PageRequest {
  readonly before?: number | undefined
  readonly limit: number
  readonly kinds?: readonly ActivityKind[] | undefined
}

export interface ActivityStore {
  /** Whether there is a feed at all. */
  hasEntries(): boolean
  add(entry: Pick<ActivityEntry, 'kind' | 'by' | 'body'>, at: number): ActivityEntry
  /** The newest entry has another body. */
  change(entry: ActivityEntry): void
  newest(): ActivityEntry | null
  /** Newest first. */
  page(request: PageRequest): { readonly entries: readonly ActivityEntry[]; readonly hasMore: boolean }
}

type Row = { sequence: number; kind: string; at: number; until: number; by_person: string; body: string }

const toEntry = ({ by_person, body, ...row }: Row) =>
  ({ ...row, by: JSON.parse(by_person), body: JSON.parse(body) }) as ActivityEntry

export const createActivityStore = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): ActivityStore => {
  const page: ActivityStore['page'] = ({ before, limit, kinds }) => {
    const entries: ActivityEntry[] = []
    if (!hasTables()) return { entries, hasMore: false }
    let length = 0
    const found = sql.exec<Row>(
      `SELECT * FROM activity_entry WHERE sequence < ?1 AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))
       ORDER BY sequence DESC LIMIT ?3`,
      before ?? Number.MAX_SAFE_INTEGER,
      kinds === undefined ? null : JSON.stringify(kinds),
      // One more tells whether there is another page.
      limit + 1,
    )
    for (const row of found) {
      if (entries.length === limit || length >= pageLength) return { entries, hasMore: true }
      entries.push(toEntry(row))
      length += row.body.length
    }
    return { entries, hasMore: false }
  }
  const newest = () => page({ limit: 1 }).entries[0] ?? null

  const prune = (last: number) => {
    sql.exec('DELETE FROM activity_entry WHERE sequence <= ?', last - keptEntries)
    sql.exec(
      `DELETE FROM activity_entry WHERE sequence <= (SELECT MAX(sequence) FROM
         (SELECT sequence, SUM(LENGTH(body)) OVER (ORDER BY sequence DESC) AS total FROM activity_entry) WHERE total > ?)`,
      keptLength,
    )
  }

  return {
    hasEntries: () => newest() !== null,
    newest,
    page,
    add({ kind, by, body }, at) {
      const { sequence } = sql
        .exec<{ sequence: number }>(
          'INSERT INTO activity_entry (kind, at, until, by_person, body) VALUES (?, ?, ?, ?, ?) RETURNING sequence',
          kind,
          at,
          at,
          JSON.stringify(by),
          JSON.stringify(body),
        )
        .one()
      if (sequence % pruneEvery === 0) prune(sequence)
      return { sequence, at, until: at, kind, by, body } as ActivityEntry
    },
    change: ({ sequence, until, body }) =>
      void sql.exec(
        'UPDATE activity_entry SET until = ?, body = ? WHERE sequence = ?',
        until,
        JSON.stringify(body),
        sequence,
      ),
  }
}
