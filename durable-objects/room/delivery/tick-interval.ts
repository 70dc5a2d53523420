/**
 * The pace of ticks: how long the room waits before it speaks again. A quiet or small room ticks every 17 ms: at most sixty times a
 * second; while little happens it may speak a few times in a row, so that what several people do in one moment waits for nobody. In a busy one sending and receiving may take an eighth of the time as long as nobody can feel the wait (up to 24 ms), and sending
 * half of it beyond that. When a tick comes late, more waits than was estimated: the next one leaves the room twice that time.
 *
 * The costs are estimates, because a Durable Object’s clock stands still while it computes: a `send` was measured at 30–45 µs with
 * everything it causes in the process and its kernel calls, a message received at about as much; bytes cost their copies.
 */
const tickMs = 17
const unfeltTickMs = 24
const slowestTickMs = 1_000
const sendCostMs = 0.03
const byteCostMs = 2e-6
const messageCostMs = 0.03
/** Less than this is a busy machine, not a busy room. */
const unremarkableLatenessMs = 50

/** So many times the room may speak in a row, and how soon; each costs a tick of what it saves up again in silence. */
const burstTicks = 4
const burstTickMs = 2

/** What happened since the last tick: messages sent, their bytes, messages received, and how late the tick came. */
export interface Traffic {
  readonly sends: number
  readonly bytes: number
  readonly received: number
  readonly lateMs: number
}

export const paceMs = ({ sends, bytes, received, lateMs }: Traffic): number => {
  const sendingMs = sends * sendCostMs + bytes * byteCostMs
  const unfeltMs = Math.min(unfeltTickMs, 8 * (sendingMs + received * messageCostMs))
  const relievedMs = lateMs > unremarkableLatenessMs ? 2 * lateMs : 0
  return Math.min(slowestTickMs, Math.max(tickMs, unfeltMs, 2 * sendingMs, relievedMs))
}

export interface Pacer {
  /** The room has spoken: how long it waits before it does so again. */
  next(traffic: Traffic): number
}

export const createTickInterval = (clock: () => number): Pacer => {
  let saved = burstTicks
  let spokenAt = clock()
  return {
    next(traffic) {
      const now = clock()
      saved = Math.max(0, Math.min(burstTicks, saved + Math.max(0, now - spokenAt) / tickMs) - 1)
      spokenAt = now
      const waitMs = paceMs(traffic)
      return waitMs > tickMs || saved < 1 ? waitMs : burstTickMs
    },
  }
}
