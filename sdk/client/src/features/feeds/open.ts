/** Owns the way to the room's feeds: the code for it comes with the first use. */
import { feedOnDemand } from '../../on-demand.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { Feed } from './feeds.ts'

export interface WithFeeds {
  /**
   * A feed: events of your own that the room keeps in order, to be replayed from any point. It begins with the first entry.
   *
   * @param name 1–128 letters, digits or `_ . : @ ~ - /`
   * @example
   * const moves = room.feed('moves')
   * moves.subscribe(({ sequence, payload, by }) => board.play(payload))
   * await moves.append({ from: 'e2', to: 'e4' })
   */
  feed(name: string): Feed
}

export const openFeeds = ({ link, part }: PartsContext): OpenFeature<WithFeeds> => {
  const use = part('feeds')
  return { room: { feed: (name) => feedOnDemand<Feed>(link, async () => (await use()).feed(name)) } }
}
