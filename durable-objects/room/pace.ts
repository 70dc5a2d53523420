/**
 * The pace of ticks: how long the room waits before it speaks again, so that sending never takes more than half its time.
 *
 * The costs are estimates, because a Durable Object's clock stands still while it computes: one `send` was measured at
 * 15–19 µs whatever its size, and bytes cost the copy into the socket and through the kernel.
 */
const tickMs = 16
const slowestTickMs = 1_000
const sendCostMs = 0.018
const byteCostMs = 2e-6
/** The share of time that may go into sending is one half: wait as long again as it took. */
const costFactor = 2

export const paceMs = (sends: number, bytes: number): number =>
  Math.min(slowestTickMs, Math.max(tickMs, costFactor * (sends * sendCostMs + bytes * byteCostMs)))
