/** Rows of feeds: numbers without gaps, the oldest entries dropped past the bounds. */
import { type FeedEntry, feedLimits } from '@syncforge/protocol/feeds'
import type { RoomContext } from '../../room/feature.ts'

const utf8 = new TextEncoder()

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
  /** Those from one number to another. */
  between(feed: string, from: number, to: number): readonly FeedEntry[]
  /** Entries of a feed as they were copied come back, a few at a time. */
  restore(feed: string, entries: readonly FeedEntry[]): void
}

/** What has changed of a feed: its entries of these numbers. */
type Changed = (feed: string, sequence: number) => void

type FeedRow = { name: string; first: number; last: number; bytes: number }
/** A feed of which entries came back, and it is not known yet with which it begins. */
const unsettled = 0

type EntryRow = { sequence: number; at: number; payload: string; bytes: number; by_person: string }

const toEntry = ({ sequence, at, payload, by_person }: EntryRow): FeedEntry => ({
  sequence,
  at,
  payload: JSON.parse(payload),
  by: JSON.parse(by_person),
})

export const createFeedStore = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  changed: Changed,
): FeedStore => {
  const put = ({ name, first, last, bytes }: FeedRow) =>
    void sql.exec('INSERT OR REPLACE INTO feeds_feed VALUES (?, ?, ?, ?)', name, first, last, bytes)
  /** Rule FE1: what was copied before something that was not is no part of it. */
  const settle = (feed: FeedRow): FeedRow => {
    if (feed.first !== unsettled) return feed
    const { name } = feed
    const { first } = sql
      .exec<{ first: number }>(
        `SELECT MAX(sequence) AS first FROM feeds_entry AS entry WHERE feed = ?
           AND NOT EXISTS (SELECT 1 FROM feeds_entry WHERE feed = entry.feed AND sequence = entry.sequence - 1)`,
        name,
      )
      .one()
    sql.exec('DELETE FROM feeds_entry WHERE feed = ? AND sequence < ?', name, first)
    const { bytes } = sql
      .exec<{ bytes: number }>('SELECT SUM(bytes) AS bytes FROM feeds_entry WHERE feed = ?', name)
      .one()
    const settled = { ...feed, first, bytes }
    put(settled)
    return settled
  }
  const rows = (where: string, ...bindings: string[]) =>
    hasTables()
      ? sql
          .exec<FeedRow>(`SELECT * FROM feeds_feed ${where}`, ...bindings)
          .toArray()
          .map(settle)
      : []

  /** Drops the oldest until the bounds hold; the newest always stays. */
  const trim = ({ name, first, last, bytes }: FeedRow): FeedRow => {
    let [from, left] = [first, bytes]
    while (from < last && (last - from + 1 > feedLimits.entries || left > feedLimits.bytes)) {
      const dropped = sql
        .exec<{ bytes: number }>('DELETE FROM feeds_entry WHERE feed = ? AND sequence = ? RETURNING bytes', name, from)
        .toArray()
      left -= dropped[0]?.bytes ?? 0
      changed(name, from)
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
      put(trim({ ...known, last: sequence, bytes: known.bytes + bytes }))
      changed(feed, sequence)
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
        page.push(toEntry(row))
        bytes += row.bytes
        if (bytes >= feedLimits.pageBytes) break
      }
      return page
    },
    between: (feed, from, to) =>
      sql
        .exec<EntryRow>(
          'SELECT * FROM feeds_entry WHERE feed = ? AND sequence BETWEEN ? AND ? ORDER BY sequence',
          feed,
          from,
          to,
        )
        .toArray()
        .map(toEntry),
    restore(feed, entries) {
      for (const { sequence, at, payload, by } of entries) {
        const text = JSON.stringify(payload)
        const given = [feed, sequence, at, text, utf8.encode(text).length, JSON.stringify(by)]
        sql.exec('INSERT OR REPLACE INTO feeds_entry VALUES (?, ?, ?, ?, ?, ?)', ...given)
      }
      const { last } = sql
        .exec<{ last: number | null }>('SELECT MAX(sequence) AS last FROM feeds_entry WHERE feed = ?', feed)
        .toArray()[0] ?? { last: null }
      if (last !== null) put({ name: feed, first: unsettled, last, bytes: 0 })
    },
  }
}
