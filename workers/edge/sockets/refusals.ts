/**
 * Holds refusals back: whoever is refused again and again is answered later each time. Some stock clients come back a tenth of a second after
 * every completed handshake, whatever its close code says, and never stop. The first refusal is told at once.
 *
 * Counts by what was refused (address of the socket and token) and by where it came from; forgets both after a quiet minute.
 */

/** The wait after the second refusal, doubled with each further one. */
const firstHoldMs = 500
/** Stays below the time after which a client takes an unanswered handshake for dead. */
const holdMaxMs = 8_000
/** One place may be many people: their refusals count only from here on. */
const freePerOrigin = 20
const forgetAfterMs = 60_000
const entriesMax = 10_000
/** Handshakes that wait here at the same time. */
const heldMax = 1_000

export interface Refusals {
  /**
   * Counts a refusal. How long to hold the answer, in milliseconds; `null` when too many are held already, and nothing may be held or opened
   * for this one.
   *
   * @param what what was refused, as a short text
   * @param origin where it came from; `null` when that is not known
   */
  hold(what: string, origin: string | null): number | null
}

/** How often each of at most so many was refused lately. */
const createCounter = (clock: () => number) => {
  const counted = new Map<string, { times: number; lastAt: number }>()
  return (key: string): number => {
    const now = clock()
    const known = counted.get(key)
    const isRecent = known !== undefined && Math.abs(now - known.lastAt) < forgetAfterMs
    const times = isRecent ? known.times + 1 : 1
    // The first entry of a Map is the one that was set longest ago.
    counted.delete(key)
    for (const oldest of counted.size >= entriesMax ? [...counted.keys()].slice(0, 1) : []) counted.delete(oldest)
    counted.set(key, { times, lastAt: now })
    return times
  }
}

const holdAfter = (times: number): number => (times <= 1 ? 0 : Math.min(holdMaxMs, firstHoldMs * 2 ** (times - 2)))

/** @example const refusals = createRefusals(Date.now); const holdMs = refusals.hold(fingerprint, '192.0.2.1') */
export const createRefusals = (clock: () => number): Refusals => {
  const countWhat = createCounter(clock)
  const countOrigin = createCounter(clock)
  /** When each handshake that is held will have been answered: one that its client gave up runs no code of ours any more. */
  let heldUntil: number[] = []
  return {
    hold(what, origin) {
      const now = clock()
      const ofOrigin = origin === null ? 0 : countOrigin(origin) - freePerOrigin
      const holdMs = Math.max(holdAfter(countWhat(what)), holdAfter(ofOrigin))
      if (holdMs === 0) return 0
      if (heldUntil.length >= heldMax) heldUntil = heldUntil.filter((at) => at > now && at <= now + holdMaxMs)
      if (heldUntil.length >= heldMax) return null
      heldUntil.push(now + holdMs)
      return holdMs
    },
  }
}
