/** How long messages wait in the room until it has spoken, measured with times that are read anyway. */
import { metrics } from '../../../telemetry/metrics/index.ts'

export interface WaitingTimes {
  /** A message came at `at`, in milliseconds since 1970. */
  arrived(at: number): void
  /** The room has said what it had to say to all that came. `null`: that was nothing, and they waited for no tick. */
  spoken(now: number | null): void
}

const observe = (ms: number, times: number) => metrics.messageDuration.observe({}, Math.max(0, ms) / 1_000, times)

export const createWaitingTimes = (): WaitingTimes => {
  /** How many came in each millisecond of this tick, in their order. */
  let arrivals: { readonly at: number; times: number }[] = []
  return {
    arrived(at) {
      const last = arrivals.at(-1)
      if (last?.at === at) last.times += 1
      else arrivals.push({ at, times: 1 })
    },
    spoken(now) {
      for (const { at, times } of arrivals) observe(now === null ? 0 : now - at, times)
      arrivals = []
    },
  }
}
