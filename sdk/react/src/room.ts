'use client'
/** Owns joining: a room is joined while a component that wants it is there, once, however often effects run. */
import type {
  DeclaredEvents,
  DeclaredPresence,
  DeclaredUserInfo,
  JoinOptions,
  Room,
  Status,
  SyncForgeError,
} from '@syncforge/client'
import { type HeldRoom, notYet } from '@syncforge/client/rooms'
import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { useRooms } from './base/rooms.tsx'

/** A room on its way, joined or refused. `room` is there from the first connection on. */
export interface JoinedRoom<R> {
  readonly room: R
  readonly status: Status
  /** Why there is no room. */
  readonly error: SyncForgeError | null
}

const useEffectBeforePaint = typeof document === 'undefined' ? () => {} : useLayoutEffect

const nothingYet = () => notYet

/** The room that is held while the component is there. What it was joined with is who was first to ask. */
export const useHeldRoom = (
  hook: string,
  id: string,
  options: JoinOptions,
): readonly [JoinedRoom<Room | null>, HeldRoom] => {
  const held = useRooms(hook).find(id, options.userId)
  // A literal in the call is another object at each render, and no reason to join anew.
  const latest = useRef(options)
  useEffectBeforePaint(() => {
    latest.current = options
  })
  const subscribe = useCallback(
    (told: () => void) => {
      const stop = held.subscribe(told)
      const letGo = held.hold(latest.current)
      return () => {
        stop()
        letGo()
      }
    },
    [held],
  )
  return [useSyncExternalStore(subscribe, held.get, nothingYet), held]
}

/**
 * Joins a room for as long as the component is there. `room` is `null` until it is joined; other components with the same id share it.
 * A room id that changes leaves one room and joins the other.
 *
 * @param options who joins; read when the room is joined, `userId` besides decides which room it is
 * @example const { room, status, error } = useRoom('plans', { userId: 'ada', userInfo: { name: 'Ada' } })
 */
export const useRoom = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  id: string,
  options: JoinOptions = {},
): JoinedRoom<Room<P, I, E> | null> => useHeldRoom('useRoom', id, options)[0] as JoinedRoom<Room<P, I, E> | null>
