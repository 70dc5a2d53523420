/** What a person is told and shown without being in a room: the inbox, and the lobby. */
import type { Inbox, InboxState, LobbyState } from '@syncforge/client'
import { computed, type MaybeRefOrGetter, markRaw, onScopeDispose, shallowRef, toValue } from 'vue'
import { useRooms } from './rooms.ts'
import { type IsEqual, type Shown, useStore } from './store.ts'

const noInbox: InboxState = { unread: 0, notifications: [], next: null, quiet: false, error: null }

/** What the person is told, in all rooms. Needs an `authEndpoint`. @example const { state, inbox } = useInbox() */
export const useInbox = (): { readonly state: Shown<InboxState>; readonly inbox: Inbox | null } => {
  const rooms = useRooms('useInbox')
  const state = shallowRef(noInbox)
  if (typeof document === 'undefined') return { state, inbox: null }
  const { inbox } = rooms.client()
  onScopeDispose(
    inbox.subscribe((next) => {
      state.value = next
    }),
  )
  return { state, inbox: markRaw(inbox) }
}

const noLobby: LobbyState = { rooms: [], error: null }

/**
 * Who is in many rooms and what is unread there, without being in any, or what `select` picks of that.
 *
 * @example const { state } = useLobby(['plans', 'budget'])
 */
export const useLobby = <S = LobbyState>(
  roomIds: MaybeRefOrGetter<readonly string[]>,
  select?: (state: LobbyState) => S,
  isEqual?: IsEqual<S>,
): { readonly state: Shown<S> } => {
  const rooms = useRooms('useLobby')
  // What a list names, not the list, says which lobby it is.
  const named = computed(() => JSON.stringify(toValue(roomIds)))
  const lobby = computed(() => markRaw(rooms.client().lobby(JSON.parse(named.value) as string[])))
  return { state: useStore<LobbyState, S>(lobby, noLobby, select, isEqual) }
}
