/** Owns who follows the room's feeds on this side, each from a point of their own; loaded with the first use. Rules FE1–FE5 are in the contract. */
import type { FeedEntry } from '@syncforge/protocol/feeds'
import type { Json } from '@syncforge/protocol/schemas'
import type { Link, Listener } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { Unsubscribe } from '../../store.ts'
import type { Tools } from '../../tools.ts'

export type { FeedEntry }

/** `{ sequence, at, payload, by }`, numbered from 1 without gaps, `at` in milliseconds since 1970. */
export interface Feed {
  /**
   * Resolves when the entry is durable, with its number and time.
   *
   * @param payload JSON of at most 64 KiB
   * @throws SyncForgeError VALIDATION_ERROR, FORBIDDEN without `write`, LIMIT_EXCEEDED past a hundred feeds, NETWORK_ERROR (then it may be in
   * the feed or not), TIMEOUT, LOAD_FAILED, CLOSED
   */
  append(payload: unknown): Promise<{ readonly sequence: number; readonly at: number }>
  /**
   * A page, oldest first: what comes `after` a number, 0 unless told otherwise, at most `limit` (1 to 500, 100 unless told otherwise). The
   * newest 10,000 entries are kept, and 8 MiB: `first` and `last` tell which.
   */
  read(options?: { readonly after?: number; readonly limit?: number }): Promise<{
    readonly entries: readonly FeedEntry[]
    readonly first: number
    readonly last: number
  }>
  /**
   * Calls back with every entry after `after`, each once and in order, those that are kept and those to come, through lost connections. Without
   * `after` from the oldest that is kept. Returns the way to stop.
   */
  subscribe(listener: (entry: FeedEntry) => void, options?: { readonly after?: number }): Unsubscribe
}

interface Reader {
  readonly listener: (entry: FeedEntry) => void
  after: number
  /** The highest number that it was told of. */
  heard: number
  /** It reads pages; what is told meanwhile is on one of them. */
  isReading: boolean
  isStopped: boolean
}

const payloadMaxBytes = 64 * 1_024

export const createFeeds = (link: Pick<Link, 'ask' | 'report'>, { callSafely, checkJson }: Tools) => {
  const followed = new Map<string, Set<Reader>>()

  const fail = (error: SyncForgeError) => {
    // After a lost connection the next welcome asks again.
    if (error.code !== 'NETWORK_ERROR' && error.code !== 'CLOSED') link.report(error)
  }
  const hand = (reader: Reader, entry: FeedEntry) => {
    if (reader.isStopped || entry.sequence <= reader.after) return
    reader.after = entry.sequence
    callSafely(reader.listener, entry)
  }

  const read: (name: string, ...given: Parameters<Feed['read']>) => ReturnType<Feed['read']> = (name, options = {}) =>
    link.ask('feeds.read', { feed: name, ...options })

  const catchUp = async (name: string, reader: Reader) => {
    if (reader.isReading) return
    reader.isReading = true
    try {
      for (let isMore = true; isMore && !reader.isStopped; ) {
        const { entries, last } = await read(name, { after: reader.after })
        for (const entry of entries) hand(reader, entry)
        isMore = entries.length > 0 && reader.after < Math.max(last, reader.heard)
      }
    } catch (error) {
      fail(error as SyncForgeError)
    } finally {
      reader.isReading = false
    }
  }

  /** In this order: what is written after the last page was read is told. */
  const follow = (name: string) => {
    link.ask('feeds.follow', { feed: name, on: true }).catch(fail)
    for (const reader of followed.get(name) ?? []) catchUp(name, reader)
  }

  const feed = (name: string): Feed => ({
    async append(payload) {
      const json = checkJson(payload, 'The payload', payloadMaxBytes) as Json
      return link.ask('feeds.append', { feed: name, payload: json })
    },
    read: (options) => read(name, options),
    subscribe(listener, { after = 0 } = {}) {
      const reader: Reader = { listener, after, heard: after, isReading: false, isStopped: false }
      const readers = followed.get(name) ?? new Set()
      followed.set(name, readers.add(reader))
      if (readers.size === 1) follow(name)
      else catchUp(name, reader)
      return () => {
        if (reader.isStopped) return
        reader.isStopped = true
        readers.delete(reader)
        if (readers.size > 0) return
        followed.delete(name)
        link.ask('feeds.follow', { feed: name, on: false }).catch(fail)
      }
    },
  })

  const listener: Listener = {
    events: {
      'feeds.appended'({ feed: name, ...entry }) {
        for (const reader of [...(followed.get(name) ?? [])]) {
          reader.heard = Math.max(reader.heard, entry.sequence)
          if (!reader.isReading && entry.sequence === reader.after + 1) hand(reader, entry)
          else if (entry.sequence > reader.after) catchUp(name, reader)
        }
      },
    },
    welcomed() {
      for (const name of followed.keys()) follow(name)
    },
  }
  return { listener, feed }
}
