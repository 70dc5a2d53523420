/** Owns how long a client waits before it tries again. Pure: the caller brings the chance and the attempt. */

export const backoffBaseMs = 250
export const backoffCapMs = 20_000

/**
 * Full jitter: anywhere between 0 and `base · 2^attempt`, at most the cap. Clients that one restart dropped together
 * come back spread out, not in step.
 *
 * @param attempt failures so far in a row, from 0
 * @example backoffMs(3) // 0 … 2000
 */
export const backoffMs = (attempt: number, random: () => number = Math.random): number =>
  random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(attempt, 20))

/** The server named an upper bound: wait between half of it and all of it, so that it is obeyed and still spread. */
export const pacedMs = (retryAfterMs: number, random: () => number = Math.random): number =>
  retryAfterMs * (0.5 + random() / 2)

const maxRetryAfterMs = 10 * 60_000

/**
 * Reads a close reason: an error code, and after a semicolon the server's pacing.
 *
 * @example readCloseReason('ROOM_UNAVAILABLE;retry-after-ms=4000') // { code: 'ROOM_UNAVAILABLE', retryAfterMs: 4000 }
 */
export const readCloseReason = (reason: string): { readonly code: string; readonly retryAfterMs: number | null } => {
  const code = reason.replace(/;.*/s, '').trim()
  const found = /;\s*retry-after-ms=(\d+)/.exec(reason)
  return { code, retryAfterMs: found && Math.min(Number(found[1]), maxRetryAfterMs) }
}

/** The longest wait that a timer of the platform can hold: past it, it would be due at once. */
const timerMaxMs = 2 ** 31 - 1

/** A wait for a timer. A longer one ends early, so its work looks again. @example setTimeout(renew, timerMs(leftMs)) */
export const timerMs = (ms: number): number => Math.min(ms, timerMaxMs)
