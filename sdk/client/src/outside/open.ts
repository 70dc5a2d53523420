/** Owns the way to what a person sees without being in a room: their inbox, and lobbies. The code for each, and its connection, come with the first use. */
import { checkRoomId } from '../check.ts'
import { createSession } from '../connection/session.ts'
import { parts } from '../features/parts/load.ts'
import { onDemand, storeOnDemand, withCallsOnDemand } from '../on-demand.ts'
import { createStore, type Store } from '../store.ts'
import type { OutsidePlan } from './context.ts'
import type { Inbox, InboxState } from './inbox.ts'
import type { LobbyState } from './lobby.ts'

/** Whoever uses it again tries again. */
const report = () => {}

export const openOutside = (given: OutsidePlan) => {
  const context = { ...given, createSession, createStore, closing: [] as (() => void)[] }
  const useInbox = onDemand(async () => (await parts()).inbox(context))
  const useLobby = onDemand(async () => (await parts()).lobby(context))
  return {
    inbox: withCallsOnDemand<Inbox>(useInbox, {
      ...storeOnDemand<Inbox, InboxState>(useInbox, report, {
        unread: 0,
        notifications: [],
        next: null,
        quiet: false,
        error: null,
      }),
      preferences: withCallsOnDemand(async () => (await useInbox()).preferences),
    }),
    lobby(ids: readonly string[]): Store<LobbyState> {
      ids.map(checkRoomId)
      const useView = onDemand(async () => (await useLobby()).of(ids))
      return storeOnDemand(useView, report, { rooms: [], error: null })
    },
    close() {
      for (const end of context.closing) end()
    },
  }
}
