/** Who is here, where they point, and who I am. */
import type {
  Cursor,
  CursorPoint,
  DeclaredEvents,
  DeclaredPresence,
  DeclaredUserInfo,
  PresencePatch,
  PresenceUser,
  Self,
} from '@syncforge/client'
import { type IsEqual, now, type RoomOf, type RoomSource, type Shown, useRoomStore } from './store.ts'

type People<P, I> = readonly PresenceUser<P, I>[]

const nobody: readonly never[] = []

/** Everybody but me, or what `select` picks of them. @example const count = useOthers(room, (others) => others.length) */
export const useOthers = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents, S = People<P, I>>(
  room: RoomOf<P, I, E>,
  select?: (others: People<P, I>) => S,
  isEqual?: IsEqual<S>,
): Shown<S> =>
  useRoomStore<People<P, I>, S>(
    room as RoomSource,
    nobody,
    (each, listener) => each.presence.subscribeOthers(listener),
    select,
    isEqual,
  )

/**
 * Everybody, everybody but me, and the way to say something about myself. A person is the same object until they change.
 *
 * @example const { users, others, updatePresence } = usePresence(room)
 */
export const usePresence = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  room: RoomOf<P, I, E>,
): {
  readonly users: Shown<People<P, I>>
  readonly others: Shown<People<P, I>>
  /** Without a room nothing happens. */
  readonly updatePresence: (patch: PresencePatch<P>) => void
} => ({
  users: useRoomStore<People<P, I>>(room as RoomSource, nobody, (each, listener) => each.presence.subscribe(listener)),
  others: useOthers(room),
  updatePresence: (patch) => now(room as RoomSource)?.presence.update(patch),
})

/** Who I am in the room, or what `select` picks of it. @example const mayWrite = useSelf(room, (self) => self?.access === 'write') */
export const useSelf = <S = Self | null>(
  room: RoomSource,
  select?: (self: Self | null) => S,
  isEqual?: IsEqual<S>,
): Shown<S> =>
  useRoomStore<Self | null, S>(room, null, (each, listener) => each.me.subscribe(listener), select, isEqual)

const noCursors: ReadonlyMap<string, Cursor> = new Map()

/**
 * Where the others point, by connection id, or what `select` picks of that, and the way to say where I do.
 *
 * @example const { cursors, updateCursor } = useCursors(room)
 */
export const useCursors = <S = ReadonlyMap<string, Cursor>>(
  room: RoomSource,
  select?: (cursors: ReadonlyMap<string, Cursor>) => S,
  isEqual?: IsEqual<S>,
): { readonly cursors: Shown<S>; readonly updateCursor: (point: CursorPoint | null) => void } => ({
  cursors: useRoomStore<ReadonlyMap<string, Cursor>, S>(
    room,
    noCursors,
    (each, listener) => each.cursors.subscribe(listener),
    select,
    isEqual,
  ),
  updateCursor: (point) => now(room)?.cursors.update(point),
})
