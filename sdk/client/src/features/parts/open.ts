/** Owns the way to what people do together in a room besides its documents: the code of each part comes with its first use. */
import { apiOnDemand, onDemand, subscribeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import { createStore } from '../../store.ts'
import type { Chat, ChatView } from '../chat/chat.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Lease, Locks } from '../locks/locks.ts'
import type { Records } from '../records/records.ts'
import { parts } from './load.ts'

export interface WithParts {
  /** @example await room.records.save('brief', text, { expectedVersion: 3 }) */
  readonly records: Records
  /** @example room.chat.subscribe(({ unread }) => (badge.textContent = String(unread))) */
  readonly chat: Chat
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
}

export const openParts = ({ link, roomId }: FeatureContext): OpenFeature<WithParts> => {
  const useRecords = onDemand(async () => (await (await parts()).records()).createRecords(link, createStore, roomId))
  return {
    room: {
      chat: apiOnDemand<ChatView, Chat>(
        link,
        async () => (await (await parts()).chat()).createChat(link, createStore),
        { messages: [], hasMore: false, unread: 0, read: 0, typing: [] },
      ),
      locks: apiOnDemand<readonly Lease[], Locks>(
        link,
        async () => (await (await parts()).locks()).createLocks(link, createStore),
        [],
      ),
      records: withCallsOnDemand(useRecords, {
        subscribe: (...given: Parameters<Records['subscribe']>) =>
          subscribeOnDemand(useRecords, link.report, (records) => records.subscribe(...given)),
      }),
    },
  }
}
