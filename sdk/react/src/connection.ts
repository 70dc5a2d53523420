'use client'
/** How the room is doing, what I may do in it, what it is called, and events of the app's own. */
import type {
  Access,
  BroadcastListener,
  DeclaredEvents,
  DeclaredPresence,
  DeclaredUserInfo,
  Room,
  Status,
  SyncStatus,
} from '@syncforge/client'
import { useCallback, useEffect, useRef } from 'react'
import type { AnyRoom } from './base/any-room.ts'
import { type IsEqual, useStore } from './base/store.ts'

type RoomInfo = ReturnType<Room['info']['get']>

const noInfo: RoomInfo = { name: null, type: 'collaboration', metadata: {}, maxParticipants: 0 }

/** @example const isAway = useStatus(room) !== 'connected' */
export const useStatus = (room: AnyRoom): Status => useStore<Status>(room?.status ?? null, 'connecting')

/** Whether my edits are durable. @example const sign = useSync(room) === 'saved' ? 'Saved' : 'Saving…' */
export const useSync = (room: AnyRoom): SyncStatus => useStore<SyncStatus>(room?.sync ?? null, 'offline')

/** What I may do here; `read` until the room is joined. @example const mayWrite = useAccess(room) === 'write' */
export const useAccess = (room: AnyRoom): Access => useStore<Access>(room?.access ?? null, 'read')

/** What the room is called and is for. @example const name = useRoomInfo(room, (info) => info.name) */
export const useRoomInfo = <S = RoomInfo>(room: AnyRoom, select?: (info: RoomInfo) => S, isEqual?: IsEqual<S>): S =>
  useStore<RoomInfo, S>(room?.info ?? null, noInfo, select, isEqual)

/**
 * Hears events that others broadcast, as long as the component is there; always the newest listener.
 *
 * @example useEvent(room, 'confetti', ({ x, y }) => celebrate(x, y))
 */
export const useEvent = <K extends keyof E & string, P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  room: Room<P, I, E> | null | undefined,
  event: K,
  listener: BroadcastListener<E[K]>,
): void => {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => room?.on(event, (...heard) => latest.current(...heard)), [room, event])
}

const notJoined = () => Promise.reject(new Error('The room is not joined yet'))

/**
 * The way to broadcast: the same function until the room is another one. Rejects while there is none.
 *
 * @example
 * const broadcast = useBroadcast(room)
 * <button onClick={() => broadcast('confetti', { x: 1, y: 2 })}>Celebrate</button>
 */
export const useBroadcast = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  room: Room<P, I, E> | null | undefined,
): Room<P, I, E>['broadcast'] =>
  useCallback<Room<P, I, E>['broadcast']>((...given) => (room ? room.broadcast(...given) : notJoined()), [room])
