/** Owns the way to what people do together in a room besides its documents: the code of each part comes with its first use. */
import { apiOnDemand, onDemand, subscribeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import { createStore, type Store } from '../../store.ts'
import type { Chat } from '../chat/chat.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Locks } from '../locks/locks.ts'
import type { Records } from '../records/records.ts'

export interface WithParts {
  /** @example await room.records.save('brief', text, { expectedVersion: 3 }) */
  readonly records: Records
  /** @example room.chat.subscribe(({ unread }) => (badge.textContent = String(unread))) */
  readonly chat: Chat
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
}

type StoreParts = Omit<WithParts, 'records'>

export const openParts = ({ link, roomId }: FeatureContext): OpenFeature<WithParts> => {
  const load = async () => (await import('./parts.ts')).parts
  // That the table has a part of this type by this name is what it says of itself.
  const part = <N extends keyof StoreParts>(name: N, empty: ReturnType<StoreParts[N]['get']>) =>
    apiOnDemand<unknown, Store<unknown>>(
      link,
      async () => (await load())[name](link, createStore, roomId),
      empty,
    ) as StoreParts[N]
  const useRecords = onDemand(async () => (await load()).records(link, createStore, roomId))
  return {
    room: {
      chat: part('chat', { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }),
      locks: part('locks', []),
      records: withCallsOnDemand(useRecords, {
        subscribe: (...given: Parameters<Records['subscribe']>) =>
          subscribeOnDemand(useRecords, link.report, (records) => records.subscribe(...given)),
      }),
    },
  }
}
