/**
 * Owns what hooks follow that is no store of the SDK: one for all components that want the same of an object, followed while they are there and a
 * moment longer. Outside React, so that who suspends finds it again.
 */
import type { Unsubscribe } from '@syncforge/client'
import type { Followed } from './store.ts'

export interface Kept<T> extends Followed<T> {
  /** Resolves when something is known. The same promise until nobody has wanted it for a moment. */
  ready(): Promise<void>
}

/** Effects run twice, and what suspends subscribes only once it is shown. */
const graceMs = 1_000

const createKept = <T>(none: T, follow: (tell: (value: T) => void) => Unsubscribe, ended: () => void): Kept<T> => {
  const listeners = new Set<() => void>()
  let value = none
  let stop: Unsubscribe | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let whenKnown = () => {}
  let known: Promise<void> | null = null

  const end = () => {
    if (listeners.size > 0) return
    stop?.()
    stop = null
    value = none
    known = null
    ended()
  }
  const letGo = () => {
    clearTimeout(timer)
    timer = setTimeout(end, graceMs)
  }
  const start = (): Promise<void> => {
    known ??= new Promise((resolve) => {
      whenKnown = resolve
    })
    stop ??= follow((next) => {
      value = next
      whenKnown()
      for (const told of [...listeners]) told()
    })
    return known
  }
  return {
    get: () => value,
    subscribe(told) {
      // The same function may subscribe twice.
      const listener = () => told()
      listeners.add(listener)
      clearTimeout(timer)
      void start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) letGo()
      }
    },
    ready() {
      const promise = start()
      if (listeners.size === 0) void promise.then(() => listeners.size === 0 && letGo())
      return promise
    },
  }
}

const kept = new WeakMap<object, Map<string, Kept<never>>>()

/**
 * What is followed of `owner` under this name, which says all that it depends on; made by the first who asks. `null` without an owner.
 *
 * @example keptOf(room, `record ${key}`, unknown, (room, tell) => room.records.subscribe(key, tell))
 */
export const keptOf = <O extends object, T>(
  owner: O | null | undefined,
  name: string,
  none: T,
  follow: (owner: O, tell: (value: T) => void) => Unsubscribe,
): Kept<T> | null => {
  if (!owner) return null
  const all = kept.get(owner) ?? new Map<string, Kept<never>>()
  kept.set(owner, all)
  const found =
    (all.get(name) as Kept<T> | undefined) ??
    createKept(
      none,
      (tell) => follow(owner, tell),
      () => all.delete(name),
    )
  all.set(name, found as Kept<never>)
  return found
}
