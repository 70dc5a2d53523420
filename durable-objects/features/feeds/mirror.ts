/** Copies of feeds for Postgres: a piece for each few entries of a feed. Owns tables `feeds_piece` and `feeds_copy`. */
import type { FeedEntry } from '@syncforge/protocol/feeds'
import type { RoomContext } from '../../room/feature.ts'
import { createPieceMirror, pieceOf, rangeOf } from '../../room/mirror/pieces.ts'
import type { FeedStore } from './store.ts'

/** No name of a feed has one. */
const separator = '#'

export const keyOf = (feed: string, sequence: number): string => feed + separator + pieceOf(sequence)

export const createFeedMirror = (
  room: Pick<RoomContext, 'sql' | 'hasTables'>,
  store: Pick<FeedStore, 'edges' | 'between' | 'restore'>,
) =>
  createPieceMirror<readonly FeedEntry[]>({
    kind: 'feeds',
    sql: room.sql,
    hasTables: room.hasTables,
    read(key) {
      const [feed = '', piece = ''] = key.split(separator)
      return store.between(feed, ...rangeOf(piece, store.edges(feed)?.last ?? 0))
    },
    restore(key, entries) {
      const [feed = ''] = key.split(separator)
      store.restore(feed, entries)
    },
  })
