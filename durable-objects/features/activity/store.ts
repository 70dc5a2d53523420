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
  /** Those from one number to another, the oldest first. */
  between(from: number, to: number): readonly ActivityEntry[]
  /** Puts one back as it was copied. */
  restore(entry: ActivityEntry): void
}

type Row = { sequence: number; kind: string; at: number; until: number; by_person: string; body: string }

const toEntry = ({ by_person, body, ...row }: Row) =>
  ({ ...row, by: JSON.parse(by_person), body: JSON.parse(body) }) as ActivityEntry

export const createActivityStore = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  /** The entry of this number is another, or is gone. */
  changed: (sequence: number) => void,
): ActivityStore => {
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

  const oldest = () =>
    sql.exec<{ sequence: number | null }>('SELECT MIN(sequence) AS sequence FROM activity_entry').one().sequence ?? 0
  const prune = (last: number) => {
    const before = oldest()
    sql.exec('DELETE FROM activity_entry WHERE sequence <= ?', last - keptEntries)
    sql.exec(
      `DELETE FROM activity_entry WHERE sequence <= (SELECT MAX(sequence) FROM
         (SELECT sequence, SUM(LENGTH(body)) OVER (ORDER BY sequence DESC) AS total FROM activity_entry) WHERE total > ?)`,
      keptLength,
    )
    for (let sequence = before, left = oldest(); sequence < left; sequence++) changed(sequence)
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
      changed(sequence)
      if (sequence % pruneEvery === 0) prune(sequence)
      return { sequence, at, until: at, kind, by, body } as ActivityEntry
    },
    change({ sequence, until, body }) {
      sql.exec(
        'UPDATE activity_entry SET until = ?, body = ? WHERE sequence = ?',
        until,
        JSON.stringify(body),
        sequence,
      )
      changed(sequence)
    },
    between: (from, to) =>
      sql
        .exec<Row>('SELECT * FROM activity_entry WHERE sequence BETWEEN ? AND ? ORDER BY sequence', from, to)
        .toArray()
        .map(toEntry),
    restore({ sequence, kind, at, until, by, body }) {
      const given = [sequence, kind, at, until, JSON.stringify(by), JSON.stringify(body)]
      sql.exec('INSERT OR REPLACE INTO activity_entry VALUES (?, ?, ?, ?, ?, ?)', ...given)
    },
  }
}
