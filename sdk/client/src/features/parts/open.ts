/** Owns the way to what people do together in a room besides its documents: the code of each part comes with its first use. */
import { apiOnDemand, feedOnDemand, onDemand } from '../../on-demand.ts'
import { createStore } from '../../store.ts'
import type { Chat, ChatView } from '../chat/chat.ts'
import type { Checklists, ChecklistsView } from '../checklists/checklists.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Lease, Locks } from '../locks/locks.ts'
import type { Records } from '../records/records.ts'
import { parts } from './load.ts'

export interface WithParts {
  /** @example await room.records.save('brief', text, { expectedVersion: 3 }) */
  readonly records: Records
  /** @example room.checklists.subscribe(({ share }) => (bar.value = share)) */
  readonly checklists: Checklists
  /** @example room.chat.subscribe(({ unread }) => (badge.textContent = String(unread))) */
  readonly chat: Chat
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
}

export const openParts = ({ link, roomId }: FeatureContext): OpenFeature<WithParts> => {
  return {
    room: {
      chat: apiOnDemand<ChatView, Chat>(link, async () => (await parts()).chat(link, createStore), {
        messages: [],
        hasMore: false,
        unread: 0,
        read: 0,
        typing: [],
      }),
      checklists: apiOnDemand<ChecklistsView, Checklists>(
        link,
        async () => (await parts()).checklists(link, createStore),
        { lists: [], done: 0, total: 0, share: 0 },
      ),
      locks: apiOnDemand<readonly Lease[], Locks>(link, async () => (await parts()).locks(link, createStore), []),
      records: feedOnDemand<Records>(
        link,
        onDemand(async () => (await parts()).records(link, createStore, roomId)),
      ),
    },
  }
}
