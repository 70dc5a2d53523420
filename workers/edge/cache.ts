/**
 * A small memory in one isolate: remembers what was found for a while, and asks once when many want the same.
 *
 * No promise is shared between requests: the runtime takes a request that waits for another's I/O alone for one that hangs, and
 * cancels it. Whoever comes second looks again with a timer of its own.
 */

export interface LookupOptions {
  readonly ttlMs: number
  /** How old an answer may be that stands in for a question that failed. */
  readonly staleMaxMs: number
  readonly maxEntries: number
  readonly clock: () => number
}

export interface LookupCache<T> {
  /** The remembered value, or what `load` finds; `undefined` and failures are not remembered. While `load` fails, an older value. */
  get(key: string, load: () => Promise<T | undefined>): Promise<T | undefined>
  set(key: string, value: T): void
  forget(key: string): void
}

/** How often who waits for another's question looks again, and for how long before it asks itself. */
const pauseMs = 2
const waitMaxMs = 2_000

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs))

/** @example const keys = createLookupCache<KeyRecord>({ ttlMs: 30_000, maxEntries: 10_000, clock: Date.now }) */
export const createLookupCache = <T>({ ttlMs, staleMaxMs, maxEntries, clock }: LookupOptions): LookupCache<T> => {
  const found = new Map<string, { readonly value: T; readonly loadedAt: number; readonly expiresAt: number }>()
  /** Who asks for what right now. */
  const pending = new Map<string, object>()

  const fresh = (key: string) => {
    const entry = found.get(key)
    const leftMs = (entry?.expiresAt ?? 0) - clock()
    // A clock set backwards keeps nothing for longer.
    return leftMs > 0 && leftMs <= ttlMs ? entry : undefined
  }

  const put = (key: string, value: T, loadedAt: number) => {
    found.delete(key)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of found.size >= maxEntries ? [...found.keys()].slice(0, 1) : []) found.delete(oldest)
    found.set(key, { value, loadedAt, expiresAt: clock() + ttlMs })
  }

  /** What was known last stands in for a while: who could come in a moment ago still can. */
  const loadOrOld = async (key: string, load: () => Promise<T | undefined>) => {
    try {
      return { value: await load(), isOld: false }
    } catch (error) {
      const old = found.get(key)
      if (old === undefined || clock() - old.loadedAt > staleMaxMs) throw error
      // Not asked again at once either: a database that does not answer takes its time to say so.
      put(key, old.value, old.loadedAt)
      return { value: old.value, isOld: true }
    }
  }

  return {
    async get(key, load) {
      const entry = fresh(key)
      if (entry) return entry.value
      const underWay = pending.get(key)
      if (underWay) {
        const endsAt = clock() + waitMaxMs
        while (pending.get(key) === underWay && clock() < endsAt) await pause()
        const told = fresh(key)
        return told ? told.value : (await loadOrOld(key, load)).value
      }
      const mine = {}
      pending.set(key, mine)
      try {
        const { value, isOld } = await loadOrOld(key, load)
        // A `forget` or `set` meanwhile means that this answer may be old.
        if (isOld || pending.get(key) !== mine) return value
        if (value === undefined) found.delete(key)
        else put(key, value, clock())
        return value
      } finally {
        if (pending.get(key) === mine) pending.delete(key)
      }
    },
    set(key, value) {
      pending.delete(key)
      put(key, value, clock())
    },
    forget(key) {
      pending.delete(key)
      found.delete(key)
    },
  }
}
