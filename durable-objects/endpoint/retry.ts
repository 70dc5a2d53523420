/** What an answer means for its delivery, and how long the next attempt waits. Rules WH4 and WH5 of the protocol. */
import type { Outcome } from '../../workers/courier/index.ts'

export const attemptsMax = 5
const growth = 3
const jitter = 0.2
export const firstDelayDefaultMs = 10_000
const obeyedMaxMs = 270_000

export type Verdict = 'delivered' | 'failed' | 'gone'

export const verdictOf = (outcome: Outcome): Verdict => {
  if ('error' in outcome) return 'failed'
  if (outcome.status >= 200 && outcome.status < 300) return 'delivered'
  return outcome.status === 410 ? 'gone' : 'failed'
}

/** What a receiver that is overloaded asks for: seconds, or a date. */
const askedForMs = (outcome: Outcome, now: number): number => {
  if ('error' in outcome || (outcome.status !== 429 && outcome.status !== 503)) return 0
  const text = outcome.headers['retry-after'] ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), obeyedMaxMs) : 0
}

/**
 * How long to wait after attempt `attempt` has failed, in milliseconds. Deliveries that failed together don't come back together.
 *
 * @param random from 0 to 1
 */
export const waitAfter = (
  attempt: number,
  outcome: Outcome,
  { firstDelayMs, now, random }: { readonly firstDelayMs: number; readonly now: number; readonly random: number },
): number => {
  const planned = firstDelayMs * growth ** (attempt - 1) * (1 - jitter + 2 * jitter * random)
  return Math.round(Math.max(planned, askedForMs(outcome, now)))
}
