'use client'
/** Owns how a component follows a store of the SDK: what it picks stays the same object while it is equal, and nothing tears. */
import type { Unsubscribe } from '@syncforge/client'
import { useCallback, useMemo, useSyncExternalStore } from 'react'

/** Whether two picks are equal. `Object.is` unless told otherwise. */
export type IsEqual<S> = (a: S, b: S) => boolean

/** What can be followed: `get` gives the same object until it changes. */
export interface Followed<T> {
  get(): T
  subscribe(listener: () => void): Unsubscribe
}

const nothingToStop = () => {}
export const itself = <T>(value: T): T => value

interface Picked<T, S> {
  readonly from: T
  readonly by: unknown
  readonly is: S
}

/**
 * What `select` picks of a store, `none` where there is no store yet. A change that picks an equal value renders nothing; a selector that is
 * written inline and makes a new array each time renders no more often than the store changes.
 *
 * @example const name = useStore(room?.info ?? null, noInfo, (info) => info.name)
 */
export const useStore = <T, S = T>(
  store: Followed<T> | null,
  none: T,
  select: (value: T) => S = itself as unknown as (value: T) => S,
  isEqual: IsEqual<S> = Object.is,
): S => {
  const pick = useMemo(() => {
    let last: Picked<T, S> | null = null
    return (from: T, by: (value: T) => S, isSame: IsEqual<S>): S => {
      if (last && Object.is(last.from, from) && last.by === by) return last.is
      const next = by(from)
      last = { from, by, is: last && isSame(last.is, next) ? last.is : next }
      return last.is
    }
  }, [])
  const subscribe = useCallback((told: () => void) => store?.subscribe(told) ?? nothingToStop, [store])
  return useSyncExternalStore(
    subscribe,
    () => pick(store ? store.get() : none, select, isEqual),
    () => pick(none, select, isEqual),
  )
}

/** What a hook gives, or what `select` picks of that; it renders when that is another. */
export interface Pick<G, S> {
  readonly select: ((given: G) => S) | undefined
  readonly isEqual: IsEqual<S> | undefined
}

/**
 * What a hook makes of a store: it follows `narrow` of it, and gives what `give` makes of that, or with a selector what that picks.
 *
 * @example useGiven(room?.chat ?? null, noChat, itself, (view) => ({ ...view, chat }), { select, isEqual })
 */
export const useGiven = <T, N, G, S>(
  store: Followed<T> | null,
  none: T,
  narrow: (value: T) => N,
  give: (narrowed: N) => G,
  { select, isEqual }: Pick<G, S>,
): S => {
  const picked = useStore<T, unknown>(
    store,
    none,
    (value) => (select ? select(give(narrow(value))) : narrow(value)),
    select && (isEqual as IsEqual<unknown> | undefined),
  )
  return (select ? picked : give(picked as N)) as S
}
