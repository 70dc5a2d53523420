/**
 * A call to somebody else that must arrive, at least once: what it has to tell lies in rows, and a wake-up makes it until it has succeeded,
 * through crashes as well. While the other one is away it is tried ever more rarely.
 */
import type { Log } from './log.ts'
import type { WakeHandler, Wakeups } from './wakeups.ts'

export interface RepeatedCall {
  readonly wakeKey: string
  /** There is something to tell. */
  soon(): void
  /** Makes the call. For the wake-up, in its transaction. */
  readonly handler: WakeHandler
  /** Whether the last one failed: the next has a time of its own. */
  isRetrying(): boolean
}

interface CallParts {
  readonly wakeKey: string
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  /** Tells all that there is to tell, and remembers in rows what has arrived. Rejects when some of it has not. */
  call(): Promise<void>
  /** Whether there is, by now, more to tell, or nobody to tell it any more: a wake-up that was set meanwhile stays. */
  isOvertaken?(): boolean
  /** Waits between tries: the first, doubled each time up to the longest. A call that takes longer than the first is made beside the next. */
  readonly retryFirstMs: number
  readonly retryMaxMs: number
  clock(): number
  readonly log: Log
}

export const createRepeatedCall = (parts: CallParts): RepeatedCall => {
  const { wakeKey, wakeups, call, isOvertaken = () => false, retryFirstMs, retryMaxMs, clock, log } = parts
  let failures = 0

  const make = async (): Promise<void> => {
    try {
      await call()
      failures = 0
      if (!isOvertaken()) wakeups.wakeAt(wakeKey, null)
    } catch (error) {
      const waitMs = Math.min(retryMaxMs, retryFirstMs * 2 ** failures)
      log('call_waits', { call: wakeKey, waitMs, error: error instanceof Error ? error.message : String(error) })
      failures += 1
      wakeups.wakeAt(wakeKey, clock() + waitMs)
    }
  }

  return {
    wakeKey,
    soon: () => {
      if (failures === 0) wakeups.wakeAt(wakeKey, clock())
    },
    handler(now) {
      // The wake-up that calls is spent: a crash while we wait must not be the end of it.
      wakeups.wakeAt(wakeKey, now + retryFirstMs)
      return make
    },
    isRetrying: () => failures > 0,
  }
}
