/**
 * Paces joins: after a restart stock clients dial again without a jitter and join everything at once. So many come in together, the others one
 * after the other; who would wait longer than its client waits for an answer is sent away, and asks again.
 */

const together = 50
const everyMs = 10
/** A client takes a join that is not answered in 10 s for lost. */
const waitMaxMs = 8_000

export interface JoinPace {
  /** How long the next join waits, in milliseconds; `null`: it may not even do that. */
  next(): number | null
}

/** @example const waitMs = createJoinPace(Date.now).next() */
export const createJoinPace = (clock: () => number): JoinPace => {
  /** When the line of those who wait is through. */
  let throughAt = 0
  return {
    next() {
      const now = clock()
      // A clock set backwards makes nobody wait for it.
      if (throughAt > now + waitMaxMs + (together + 1) * everyMs) throughAt = now
      const waitMs = Math.max(0, throughAt - now - together * everyMs)
      if (waitMs > waitMaxMs) return null
      throughAt = Math.max(throughAt, now) + everyMs
      return waitMs
    },
  }
}
