/** Owns the way to what people do together in a room besides its documents: the code of each part comes with its first use. */
import { apiOnDemand } from '../../on-demand.ts'
import { createStore, type Store } from '../../store.ts'
import type { Chat } from '../chat/chat.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Locks } from '../locks/locks.ts'

export interface WithParts {
  /** @example room.chat.subscribe(({ unread }) => (badge.textContent = String(unread))) */
  readonly chat: Chat
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
}

export const openParts = ({ link }: FeatureContext): OpenFeature<WithParts> => {
  // That the table has a part of this type by this name is what it says of itself.
  const part = <N extends keyof WithParts>(name: N, empty: ReturnType<WithParts[N]['get']>) =>
    apiOnDemand<unknown, Store<unknown>>(
      link,
      async () => (await import('./parts.ts')).parts[name](link, createStore),
      empty,
    ) as WithParts[N]
  return {
    room: {
      chat: part('chat', { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }),
      locks: part('locks', []),
    },
  }
}
