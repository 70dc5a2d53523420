/** A small memory in one isolate: remembers what was found for a while, and asks once when many want the same. */

export interface LookupOptions {
  readonly ttlMs: number
  readonly maxEntries: number
  readonly clock: () => number
}

export interface LookupCache<T> {
  /** The remembered value, or what `load` finds; `undefined` and failures are not remembered. */
  get(key: string, load: () => Promise<T | undefined>): Promise<T | undefined>
  set(key: string, value: T): void
  forget(key: string): void
}

/** @example const keys = createLookupCache<KeyRecord>({ ttlMs: 30_000, maxEntries: 10_000, clock: Date.now }) */
export const createLookupCache = <T>({ ttlMs, maxEntries, clock }: LookupOptions): LookupCache<T> => {
  const found = new Map<string, { readonly value: T; readonly expiresAt: number }>()
  const pending = new Map<string, Promise<T | undefined>>()

  const set = (key: string, value: T) => {
    found.delete(key)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of found.size >= maxEntries ? [...found.keys()].slice(0, 1) : []) found.delete(oldest)
    found.set(key, { value, expiresAt: clock() + ttlMs })
  }

  return {
    async get(key, load) {
      const entry = found.get(key)
      if (entry && entry.expiresAt > clock()) return entry.value
      const underWay = pending.get(key)
      if (underWay) return underWay
      const loading = load()
      pending.set(key, loading)
      try {
        const value = await loading
        // A `forget` or `set` meanwhile means that this answer may be old.
        if (value !== undefined && pending.get(key) === loading) set(key, value)
        return value
      } finally {
        if (pending.get(key) === loading) pending.delete(key)
      }
    },
    set(key, value) {
      pending.delete(key)
      set(key, value)
    },
    forget(key) {
      pending.delete(key)
      found.delete(key)
    },
  }
}
