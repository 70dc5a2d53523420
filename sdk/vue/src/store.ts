/** Owns how a component follows a store of the SDK: shallow, so that what is in it keeps its identity and Vue's lists their elements. */
import type { Room, Unsubscribe } from '@syncforge/client'
import { type MaybeRefOrGetter, type ShallowRef, shallowRef, toRaw, toValue, watch } from 'vue'

/** A room, whatever an app says that it carries; `null` while it is not joined. */
// biome-ignore lint/suspicious/noExplicitAny: whatever an app says
export type AnyRoom = Room<any, any, any> | null | undefined

/** A room, or where one comes from: what `useRoom` gives. */
export type RoomSource = MaybeRefOrGetter<AnyRoom>

/** Calls `subscribe` for every room that `source` has, from now until the component is gone. */
export const whileJoined = (
  source: RoomSource,
  subscribe: (room: NonNullable<AnyRoom>) => Unsubscribe,
  gone: () => void,
) => {
  if (typeof document === 'undefined') return
  watch(
    () => toRaw(toValue(source)) ?? null,
    (room, _, onCleanup) => {
      gone()
      if (room) onCleanup(subscribe(room))
    },
    { immediate: true },
  )
}

/** What a room's store says, picked by `select`; `none` while there is no room. An equal pick changes nothing. */
export const useRoomStore = <T, S = T>(
  source: RoomSource,
  none: T,
  subscribe: (room: NonNullable<AnyRoom>, listener: (value: T) => void) => Unsubscribe,
  select: (value: T) => S = (value) => value as never,
  isEqual: (a: S, b: S) => boolean = Object.is,
): Readonly<ShallowRef<S>> => {
  const shown = shallowRef(select(none))
  const show = (value: T) => {
    const next = select(value)
    if (!isEqual(shown.value as S, next)) shown.value = next
  }
  whileJoined(
    source,
    (room) => subscribe(room, show),
    () => show(none),
  )
  return shown as Readonly<ShallowRef<S>>
}
