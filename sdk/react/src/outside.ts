'use client'
/** What a person is told and shown without being in a room: the inbox, and the lobby. */
import type { Inbox, InboxState, LobbyState } from '@syncforge/client'
import { useMemo } from 'react'
import { useRooms } from './base/rooms.tsx'
import { type IsEqual, itself, useGiven, useStore } from './base/store.ts'

const noInbox: InboxState = { unread: 0, notifications: [], next: null, quiet: false, error: null }
const always = { get: () => noInbox, subscribe: () => () => {} }

export interface InboxGiven extends InboxState {
  readonly inbox: Inbox
}

/**
 * What the person is told, in all rooms, and the calls, or what `select` picks of that. Needs an `authEndpoint`: `error` says so.
 *
 * @example
 * const { unread, notifications, inbox } = useInbox()
 * const isNew = useInbox(({ unread }) => unread > 0)
 */
export const useInbox = <S = InboxGiven>(select?: (given: InboxGiven) => S, isEqual?: IsEqual<S>): S => {
  const rooms = useRooms('useInbox')
  const inbox = typeof document === 'undefined' ? (always as unknown as Inbox) : rooms.client().inbox
  return useGiven<InboxState, InboxState, InboxGiven, S>(inbox, noInbox, itself, (state) => ({ ...state, inbox }), {
    select,
    isEqual,
  })
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
