/** Owns how a component follows a store of the SDK: shallow, so that what is in it keeps its identity and Vue's lists their elements. */
import type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo, Room, Store, Unsubscribe } from '@syncforge/client'
import { type MaybeRefOrGetter, type ShallowRef, shallowRef, toRaw, toValue, watch } from 'vue'

/** A room, whatever an app says that it carries; `null` while it is not joined. */
// biome-ignore lint/suspicious/noExplicitAny: whatever an app says
export type AnyRoom = Room<any, any, any> | null | undefined

/** A room, or where one comes from: what `useRoom` gives. */
export type RoomSource = MaybeRefOrGetter<AnyRoom>

/** The same, with what it carries. */
export type RoomOf<P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents> = MaybeRefOrGetter<
  Room<P, I, E> | null | undefined
>

/** What a composable shows: read in `value`, replaced as a whole. */
export type Shown<T> = Readonly<ShallowRef<T>>

/** Whether two picks are equal. `Object.is` unless told otherwise. */
export type IsEqual<S> = (a: S, b: S) => boolean

export const now = (source: RoomSource): AnyRoom => toRaw(toValue(source))

/** @throws Error while there is no room */
export const joined = (source: RoomSource): NonNullable<AnyRoom> => {
  const room = now(source)
  if (!room) throw new Error('The room is not joined yet')
  return room
}

/**
 * Calls `subscribe` for every room that `source` has, from now until the component is gone.
 *
 * @param besides what `subscribe` reads that may change: then it is called anew
 */
export const whileJoined = (
  source: RoomSource,
  subscribe: (room: NonNullable<AnyRoom>) => Unsubscribe,
  gone: () => void = () => {},
  besides: MaybeRefOrGetter<unknown> = null,
): void => {
  if (typeof document === 'undefined') return
  watch(
    [() => now(source) ?? null, () => toValue(besides)],
    ([room], _, onCleanup) => {
      gone()
      if (room) onCleanup(subscribe(room as NonNullable<AnyRoom>))
    },
    { immediate: true },
  )
}

const pick = <T, S>(none: T, select: (value: T) => S = (value) => value as never, isEqual: IsEqual<S> = Object.is) => {
  const shown = shallowRef(select(none))
  const show = (value: T) => {
    const next = select(value)
    if (!isEqual(shown.value as S, next)) shown.value = next
  }
  return { shown: shown as Shown<S>, show }
}

/** What a room's store says, picked by `select`; `none` while there is no room. An equal pick changes nothing. */
export const useRoomStore = <T, S = T>(
  source: RoomSource,
  none: T,
  subscribe: (room: NonNullable<AnyRoom>, listener: (value: T) => void) => Unsubscribe,
  select?: (value: T) => S,
  isEqual?: IsEqual<S>,
  besides?: MaybeRefOrGetter<unknown>,
): Shown<S> => {
  const { shown, show } = pick(none, select, isEqual)
  whileJoined(
    source,
    (room) => subscribe(room, show),
    () => show(none),
    besides,
  )
  return shown
}

/**
 * Any store of the SDK, or what `select` picks of it; `none` where there is no store yet, and on a server.
 *
 * @example const followers = useStore(() => room.value?.followers, [])
 */
export const useStore = <T, S = T>(
  store: MaybeRefOrGetter<Store<T> | null | undefined>,
  none: T,
  select?: (value: T) => S,
  isEqual?: IsEqual<S>,
): Shown<S> => {
  const { shown, show } = pick(none, select, isEqual)
  if (typeof document !== 'undefined') {
    watch(
      () => toRaw(toValue(store)),
      (found, _, onCleanup) => {
        show(none)
        const stop = found?.subscribe(show)
        if (stop) onCleanup(stop)
      },
      { immediate: true },
    )
  }
  return shown
}
