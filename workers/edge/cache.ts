/**
 * A small memory in one isolate: remembers what was found for a while, and asks once when many want the same.
 *
 * No promise is shared between requests: the runtime takes a request that waits for another's I/O alone for one that hangs, and
 * cancels it. Whoever comes second looks again with a timer of its own.
 */

import { withinTime } from './within-time.ts'

export interface LookupOptions {
  /** How old an answer may be, counted from when it was asked for. */
  readonly ttlMs: number
  /** From this age on an answer is renewed behind the back of those who use it: what is in use is never waited for. */
  readonly refreshAfterMs?: number
  /** How old an answer may be that stands in for a question that failed. */
  readonly staleMaxMs: number
  readonly maxEntries: number
  readonly clock: () => number
}

export interface LookupCache<T> {
  /**
   * The remembered value, or what `load` finds; `undefined` and failures are not remembered. While `load` fails, an older value.
   *
   * @param keepAlive takes work that goes on after the caller has its value
   */
  get(
    key: string,
    load: () => Promise<T | undefined>,
    keepAlive?: (work: Promise<unknown>) => void,
  ): Promise<T | undefined>
  set(key: string, value: T): void
  forget(key: string): void
}

/** How often who waits for another's question looks again, and for how long before it asks itself. */
const pauseMs = 2
const waitMaxMs = 2_000
/** How long a question may take where an older answer can stand in. */
const patienceMs = 2_000

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs))

/** @example const keys = createLookupCache<RoomRecord>({ ttlMs: 2_000, staleMaxMs: 600_000, maxEntries: 10_000, clock: Date.now }) */
export const createLookupCache = <T>({
  ttlMs,
  refreshAfterMs = ttlMs,
  staleMaxMs,
  maxEntries,
  clock,
}: LookupOptions): LookupCache<T> => {
  const found = new Map<string, { readonly value: T; readonly loadedAt: number; readonly expiresAt: number }>()
  /** Who asks for what right now. */
  const pending = new Map<string, object>()

  const fresh = (key: string) => {
    const entry = found.get(key)
    const leftMs = (entry?.expiresAt ?? 0) - clock()
    // A clock set backwards keeps nothing for longer.
    return leftMs > 0 && leftMs <= ttlMs ? entry : undefined
  }

  const put = (key: string, value: T, loadedAt: number, expiresAt: number) => {
    found.delete(key)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of found.size >= maxEntries ? [...found.keys()].slice(0, 1) : []) found.delete(oldest)
    found.set(key, { value, loadedAt, expiresAt })
  }

  /** What was known last stands in for a while: who could come in a moment ago still can. */
  const loadOrOld = async (key: string, load: () => Promise<T | undefined>) => {
    const known = found.get(key)
    const old = known !== undefined && clock() - known.loadedAt <= staleMaxMs ? known : undefined
    try {
      const value = await (old === undefined ? load() : withinTime(load(), patienceMs))
      return { value, isOld: false }
    } catch (error) {
      if (old === undefined) throw error
      // Not asked again at once either: a database that does not answer takes its time to say so.
      if (found.get(key) === old) put(key, old.value, old.loadedAt, clock() + ttlMs)
      return { value: old.value, isOld: true }
    }
  }

  const ask = async (key: string, load: () => Promise<T | undefined>): Promise<T | undefined> => {
    const mine = {}
    pending.set(key, mine)
    const askedAt = clock()
    try {
      const { value, isOld } = await loadOrOld(key, load)
      // A `forget` or `set` meanwhile means that this answer may be old.
      if (isOld || pending.get(key) !== mine) return value
      if (value === undefined) found.delete(key)
      // What changes while it is being read may be missing from it.
      else put(key, value, askedAt, askedAt + ttlMs)
      return value
    } finally {
      if (pending.get(key) === mine) pending.delete(key)
    }
  }

  return {
    async get(key, load, keepAlive) {
      const entry = fresh(key)
      if (entry) {
        const isDue = entry.expiresAt - clock() <= ttlMs - refreshAfterMs
        if (isDue && !pending.has(key)) keepAlive?.(ask(key, load).catch(() => {}))
        return entry.value
      }
      const underWay = pending.get(key)
      if (!underWay) return ask(key, load)
      const endsAt = clock() + waitMaxMs
      while (pending.get(key) === underWay && clock() < endsAt) await pause()
      const told = fresh(key)
      return told ? told.value : (await loadOrOld(key, load)).value
    },
    set(key, value) {
      pending.delete(key)
      put(key, value, clock(), clock() + ttlMs)
    },
    forget(key) {
      pending.delete(key)
      found.delete(key)
    },
  }
}
