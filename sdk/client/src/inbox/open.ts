/** Owns the way to the inbox: the code for it, and its connection, come with the first use. */

import { createSession } from '../connection/session.ts'
import type { SyncForgeError } from '../errors.ts'
import { parts } from '../features/parts/load.ts'
import { withCallsOnDemand } from '../on-demand.ts'
import { createStore } from '../store.ts'
import type { Inbox, InboxPlan, InboxState, OpenInbox } from './inbox.ts'

const empty: InboxState = { unread: 0, notifications: [], next: null, quiet: false, error: null }

export const openInbox = (plan: InboxPlan): { readonly inbox: Inbox; close(): void } => {
  const state = createStore(empty)
  let opened: OpenInbox | undefined
  const use = async () => {
    const { createInbox } = await (await parts()).inbox()
    opened ??= createInbox(plan, state, createSession)
    return opened
  }
  const begin = () =>
    void use().then(
      ({ connect }) => connect(),
      (error: SyncForgeError) => state.set({ ...empty, error }),
    )
  return {
    inbox: withCallsOnDemand<Pick<OpenInbox, 'list'>>(use, {
      get() {
        begin()
        return state.get()
      },
      subscribe(hear: (state: InboxState) => void) {
        begin()
        return state.subscribe(hear)
      },
      preferences: withCallsOnDemand(async () => (await use()).preferences, {}),
    }) as Inbox,
    close() {
      opened?.close()
      state.set(empty)
    },
  }
}
