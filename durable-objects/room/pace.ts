/**
 * The pace of ticks: how long the room waits before it speaks again. Small rooms tick every 16 ms. In larger ones sending may take
 * an eighth of the time as long as nobody can feel the wait (up to 24 ms), and half of it beyond that.
 *
 * The costs are estimates, because a Durable Object’s clock stands still while it computes: one `send` was measured at
 * 30–45 µs with everything it causes in the process and its kernel calls, and bytes cost their copies.
 */
const tickMs = 16
const unfeltTickMs = 24
const slowestTickMs = 1_000
const sendCostMs = 0.03
const byteCostMs = 2e-6

export const paceMs = (sends: number, bytes: number): number => {
  const costMs = sends * sendCostMs + bytes * byteCostMs
  return Math.min(slowestTickMs, Math.max(tickMs, Math.min(unfeltTickMs, 8 * costMs), 2 * costMs))
}
