/** A value that changes and tells: what the app keeps outside React, in the form of the SDK's stores. */
import type { Store } from '@syncforge/client'

export const createState = <T>(initial: T): Store<T> & { set(next: T): void } => {
  let value = initial
  const listeners = new Set<(value: T) => void>()
  return {
    get: () => value,
    subscribe(listener) {
      // Whoever subscribes twice is told twice, and each of the two ends on its own.
      const own = (now: T) => listener(now)
      listeners.add(own)
      listener(value)
      return () => {
        listeners.delete(own)
      }
    },
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener(value)
    },
  }
}
