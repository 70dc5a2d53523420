/** What a person is told and shown without being in a room: the inbox, and the lobby. */
import type { Inbox, InboxState, LobbyState } from '@syncforge/client'
import { type MaybeRefOrGetter, markRaw, onScopeDispose, type ShallowRef, shallowRef, toValue, watch } from 'vue'
import { useRooms } from './rooms.ts'

type Shown<T> = Readonly<ShallowRef<T>>

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

/** Who is in many rooms and what is unread there, without being in any. @example const { state } = useLobby(['plans', 'budget']) */
export const useLobby = (roomIds: MaybeRefOrGetter<readonly string[]>): { readonly state: Shown<LobbyState> } => {
  const rooms = useRooms('useLobby')
  const state = shallowRef(noLobby)
  if (typeof document === 'undefined') return { state }
  watch(
    () => JSON.stringify(toValue(roomIds)),
    (named, _, onCleanup) => {
      onCleanup(
        rooms
          .client()
          .lobby(JSON.parse(named) as string[])
          .subscribe((next) => {
            state.value = next
          }),
      )
    },
    { immediate: true },
  )
  return { state }
}
