/**
 * The pace of ticks: how long the room waits before it speaks again. A quiet or small room ticks every 16 ms. In a busy one sending
 * and receiving may take an eighth of the time as long as nobody can feel the wait (up to 24 ms), and sending half of it beyond that.
 *
 * The costs are estimates, because a Durable Object’s clock stands still while it computes: a `send` was measured at 30–45 µs with
 * everything it causes in the process and its kernel calls, a message received at about as much; bytes cost their copies.
 */
const tickMs = 16
const unfeltTickMs = 24
const slowestTickMs = 1_000
const sendCostMs = 0.03
const byteCostMs = 2e-6

const messageCostMs = 0.03

/** What happened since the last tick: messages sent, their bytes, messages received. */
export interface Traffic {
  readonly sends: number
  readonly bytes: number
  readonly received: number
}

export const paceMs = ({ sends, bytes, received }: Traffic): number => {
  const sendingMs = sends * sendCostMs + bytes * byteCostMs
  const unfeltMs = Math.min(unfeltTickMs, 8 * (sendingMs + received * messageCostMs))
  return Math.min(slowestTickMs, Math.max(tickMs, unfeltMs, 2 * sendingMs))
}
