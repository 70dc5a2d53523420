'use client'
/** What a person is told and shown without being in a room: the inbox, and the lobby. */
import type { Inbox, InboxState, LobbyState } from '@syncforge/client'
import { useMemo } from 'react'
import { useRooms } from './base/rooms.tsx'
import { type IsEqual, useStore } from './base/store.ts'

const noInbox: InboxState = { unread: 0, notifications: [], next: null, quiet: false, error: null }
const always = { get: () => noInbox, subscribe: () => () => {} }

/**
 * What the person is told, in all rooms, and the calls. Needs an `authEndpoint`: `error` says so.
 *
 * @example const { unread, notifications, inbox } = useInbox()
 */
export const useInbox = (): InboxState & { readonly inbox: Inbox } => {
  const rooms = useRooms('useInbox')
  const inbox = typeof document === 'undefined' ? (always as unknown as Inbox) : rooms.client().inbox
  return { ...useStore<InboxState>(inbox, noInbox), inbox }
}

const noLobby: LobbyState = { rooms: [], error: null }

/**
 * Who is in many rooms and what is unread there, without being in any of them. A room that did not change is the same object.
 *
 * @example const { rooms } = useLobby(['plans', 'budget'])
 */
export const useLobby = <S = LobbyState>(
  roomIds: readonly string[],
  select?: (state: LobbyState) => S,
  isEqual?: IsEqual<S>,
): S => {
  const rooms = useRooms('useLobby')
  // A list that is written inline is another one at each render, what it names is not.
  const named = JSON.stringify(roomIds)
  const lobby = useMemo(
    () => (typeof document === 'undefined' ? null : rooms.client().lobby(JSON.parse(named) as string[])),
    [rooms, named],
  )
  return useStore<LobbyState, S>(lobby, noLobby, select, isEqual)
}
