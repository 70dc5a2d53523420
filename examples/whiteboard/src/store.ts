/** A value of the page that is told when it changes, as the room's are. */
export interface Value<T> {
  get(): T
  set(next: T): void
  /** Calls back at once and after every change. Returns the way to stop. */
  subscribe(listener: (value: T) => void): () => void
}

export const createValue = <T>(first: T): Value<T> => {
  const listeners = new Set<(value: T) => void>()
  let value = first
  return {
    get: () => value,
    set(next) {
      if (Object.is(value, next)) return
      value = next
      for (const listener of [...listeners]) listener(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      listener(value)
      return () => listeners.delete(listener)
    },
  }
}
