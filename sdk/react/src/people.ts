'use client'
/** Who is here, where they point, and who I am. */
import type {
  Cursor,
  CursorPoint,
  DeclaredEvents,
  DeclaredPresence,
  DeclaredUserInfo,
  PresencePatch,
  PresenceUser,
  Room,
  Self,
} from '@syncforge/client'
import { useCallback, useMemo } from 'react'
import type { AnyRoom } from './base/any-room.ts'
import { remember } from './base/room-of.ts'
import { type IsEqual, itself, useGiven, useStore } from './base/store.ts'

type Maybe<P, I, E> = Room<P, I, E> | null | undefined
type People<P, I> = readonly PresenceUser<P, I>[]

const nobody: readonly never[] = []

export interface PresenceGiven<P, I> {
  readonly users: People<P, I>
  readonly others: People<P, I>
  /** Without a room nothing happens. */
  readonly updatePresence: (patch: PresencePatch<P>) => void
}

/**
 * Everybody, everybody but me, and the way to say something about myself, or what `select` picks of that. A person is the same object until they
 * change.
 *
 * @example
 * const { users, others, updatePresence } = usePresence(room)
 * updatePresence({ selection: 'row-7' })
 */
export const usePresence = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents, S = PresenceGiven<P, I>>(
  room: Maybe<P, I, E>,
  select?: (given: PresenceGiven<P, I>) => S,
  isEqual?: IsEqual<S>,
): S => {
  const updatePresence = useCallback((patch: PresencePatch<P>) => room?.presence.update(patch), [room])
  const give = (users: People<P, I>): PresenceGiven<P, I> => {
    const others: People<P, I> = room?.presence.getOthers() ?? nobody
    remember(room, users, others)
    return { users, others, updatePresence }
  }
  return useGiven(room?.presence ?? null, nobody as People<P, I>, itself, give, { select, isEqual })
}

/**
 * What `select` picks of everybody but me. The component renders when that is no longer equal.
 *
 * @example const count = useOthers(room, (others) => others.length)
 */
export const useOthers = <
  P = DeclaredPresence,
  I = DeclaredUserInfo,
  E = DeclaredEvents,
  S = readonly PresenceUser<P, I>[],
>(
  room: Maybe<P, I, E>,
  select?: (others: readonly PresenceUser<P, I>[]) => S,
  isEqual?: IsEqual<S>,
): S => {
  const store = useMemo(
    () => room && { get: room.presence.getOthers, subscribe: room.presence.subscribeOthers },
    [room],
  )
  return useStore<People<P, I>, S>(store ?? null, nobody, select, isEqual)
}

/**
 * Who I am in the room: connection, identity, access. `null` until it is joined.
 *
 * @example const mayWrite = useSelf(room, (self) => self?.access === 'write')
 */
export const useSelf = <S = Self | null>(room: AnyRoom, select?: (self: Self | null) => S, isEqual?: IsEqual<S>): S =>
  useStore<Self | null, S>(room?.me ?? null, null, select, isEqual)

const noCursors: ReadonlyMap<string, Cursor> = new Map()

/**
 * Where the others point, by connection id, and the way to say where I do. It renders at every move: to draw many, `<CursorLayer>` or
 * `room.cursors.subscribeSmooth` write the page themselves.
 *
 * @example
 * const { cursors, updateCursor } = useCursors(room)
 * <main onPointerMove={({ pageX, pageY }) => updateCursor({ x: pageX, y: pageY })}>
 */
export const useCursors = <S = ReadonlyMap<string, Cursor>>(
  room: AnyRoom,
  select?: (cursors: ReadonlyMap<string, Cursor>) => S,
  isEqual?: IsEqual<S>,
): { readonly cursors: S; readonly updateCursor: (point: CursorPoint | null) => void } => {
  const cursors = useStore<ReadonlyMap<string, Cursor>, S>(room?.cursors ?? null, noCursors, select, isEqual)
  const updateCursor = useCallback((point: CursorPoint | null) => room?.cursors.update(point), [room])
  remember(room, cursors)
  return { cursors, updateCursor }
}
