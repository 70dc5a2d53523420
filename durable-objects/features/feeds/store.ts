/** Rows of feeds: numbers without gaps, the oldest entries dropped past the bounds. */
import { type FeedEntry, feedLimits } from '@syncforge/protocol/feeds'
import type { RoomContext } from '../../room/feature.ts'

export interface FeedEdges {
  /** 0: nothing is kept. */
  readonly first: number
  readonly last: number
}

export interface FeedStore {
  count(): number
  /** What the payloads of all feeds have. */
  totalBytes(): number
  all(): readonly (FeedEdges & { readonly feed: string })[]
  edges(feed: string): FeedEdges | null
  /** @param bytes of the payload as JSON */
  append(feed: string, entry: Omit<FeedEntry, 'sequence'>, bytes: number): number
  /** Oldest first: until `limit`, or until the page is full. */
  after(feed: string, sequence: number, limit: number): readonly FeedEntry[]
}

type FeedRow = { name: string; first: number; last: number; bytes: number }
type EntryRow = { sequence: number; at: number; payload: string; bytes: number; by_person: string }

export const createFeedStore = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): FeedStore => {
  const rows = (where: string, ...bindings: string[]) =>
    hasTables() ? sql.exec<FeedRow>(`SELECT * FROM feeds_feed ${where}`, ...bindings).toArray() : []

  /** Drops the oldest until the bounds hold; the newest always stays. */
  const trim = ({ name, first, last, bytes }: FeedRow): FeedRow => {
    let [from, left] = [first, bytes]
    while (from < last && (last - from + 1 > feedLimits.entries || left > feedLimits.bytes)) {
      const dropped = sql
        .exec<{ bytes: number }>('DELETE FROM feeds_entry WHERE feed = ? AND sequence = ? RETURNING bytes', name, from)
        .toArray()
      left -= dropped[0]?.bytes ?? 0
      from += 1
    }
    return { name, first: from, last, bytes: left }
  }

  return {
    count: () => rows('').length,
    totalBytes: () => rows('').reduce((sum, { bytes }) => sum + bytes, 0),
    all: () => rows('ORDER BY name').map(({ name: feed, first, last }) => ({ feed, first, last })),
    edges: (feed) => rows('WHERE name = ?', feed)[0] ?? null,
    append(feed, { at, payload, by }, bytes) {
      const known = rows('WHERE name = ?', feed)[0] ?? { name: feed, first: 1, last: 0, bytes: 0 }
      const sequence = known.last + 1
      const given = [feed, sequence, at, JSON.stringify(payload), bytes, JSON.stringify(by)]
      sql.exec('INSERT INTO feeds_entry VALUES (?, ?, ?, ?, ?, ?)', ...given)
      const { first, last, bytes: sum } = trim({ ...known, last: sequence, bytes: known.bytes + bytes })
      sql.exec('INSERT OR REPLACE INTO feeds_feed VALUES (?, ?, ?, ?)', feed, first, last, sum)
      return sequence
    },
    after(feed, sequence, limit) {
      if (!hasTables()) return []
      const page: FeedEntry[] = []
      let bytes = 0
      const found = sql.exec<EntryRow>(
        'SELECT * FROM feeds_entry WHERE feed = ? AND sequence > ? ORDER BY sequence LIMIT ?',
        feed,
        sequence,
        limit,
      )
      for (const row of found) {
        page.push({
          sequence: row.sequence,
          at: row.at,
          payload: JSON.parse(row.payload),
          by: JSON.parse(row.by_person),
        })
        bytes += row.bytes
        if (bytes >= feedLimits.pageBytes) break
      }
      return page
    },
  }
}
