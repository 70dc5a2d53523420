/** The rate limit: a token bucket per connection, and a count of how often it ran over lately. */

import type { Connection } from '../context.ts'
import { type Bucket, connectionRate, createBucket } from './token-bucket.ts'

/** `refuse` this message, or `close` the connection, because it does not stop. */
export type Verdict = 'pass' | 'refuse' | 'close'

export interface RateLimit {
  /** Judges one message of `bytes`, before anything of it is read. */
  judge(from: Connection, bytes: number, now: number): Verdict
}

/** So many refusals within the window, and the connection is told to come back later. */
const closeAfterRefusals = 200
const windowMs = 10_000

export const createRateLimit = (): RateLimit => {
  const states = new WeakMap<Connection, { readonly bucket: Bucket; refused: number; since: number }>()
  const stateOf = (from: Connection, now: number) => {
    const known = states.get(from)
    if (known !== undefined) return known
    const fresh = { bucket: createBucket(connectionRate, now), refused: 0, since: now }
    states.set(from, fresh)
    return fresh
  }
  return {
    judge(from, bytes, now) {
      const state = stateOf(from, now)
      if (state.bucket.take(bytes, now)) return 'pass'
      if (Math.abs(now - state.since) > windowMs) {
        state.refused = 0
        state.since = now
      }
      state.refused += 1
      return state.refused > closeAfterRefusals ? 'close' : 'refuse'
    },
  }
}
