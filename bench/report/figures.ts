// Owns the figures that a row is judged by, and which peer is the best in each. Refuses to compare with a peer that
// delivered next to nothing while another delivered, and to take the yardstick for a peer.
import type { ProcessMemory } from '../measure/memory-watch.ts'
import type { Row } from '../measure/row.ts'

export interface Figures {
  readonly row: Row
  /** Delivered changes by those a perfect server would deliver, 0–1. */
  readonly share: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly cpuMicrosPerChange: number
  readonly bytesPerChange: number
  readonly peakMegabytes: number
  readonly growthMegabytes: number
}

export type Compared = 'p95Ms' | 'cpuMicrosPerChange' | 'bytesPerChange'

const deliversWell = 0.9

export const isOurs = ({ role }: Row) => role === 'ours'

export const figuresOf = (row: Row): Figures => {
  const { load, memory } = row
  const delivered = load?.delivered ?? 0
  const per = (value: number) => (delivered === 0 ? Number.NaN : value / delivered)
  return {
    row,
    share: load === null || load.expected === 0 ? 0 : delivered / load.expected,
    p50Ms: load?.latency?.p50Ms ?? Number.NaN,
    p95Ms: load?.latency?.p95Ms ?? Number.NaN,
    p99Ms: load?.latency?.p99Ms ?? Number.NaN,
    cpuMicrosPerChange: per(row.cpuMicros),
    bytesPerChange: per(load?.bytesReceived ?? 0),
    peakMegabytes: (memory?.peakBytes ?? Number.NaN) / 2 ** 20,
    growthMegabytes: ((memory?.peakBytes ?? Number.NaN) - (memory?.startBytes ?? 0)) / 2 ** 20,
  }
}

/**
 * The lowest figure of any peer in these rows. Undefined when no peer delivered anything, and for latency when none
 * delivered well: the few changes that an overwhelmed server lets through say nothing about its speed.
 */
export const bestPeer = (rows: readonly Figures[], figure: Compared): number | undefined => {
  const peers = rows.filter(({ row, share }) => row.role === 'peer' && share > 0)
  const good = peers.filter(({ share }) => share >= deliversWell)
  const compared = good.length > 0 || figure === 'p95Ms' ? good : peers
  return compared.length === 0 ? undefined : Math.min(...compared.map((peer) => peer[figure]))
}

/** What a process holds more than before anybody came, for each of `rooms`, in kB. */
export const grownPerRoom = ({ startBytes, endBytes }: ProcessMemory, rooms: number): number =>
  (endBytes - startBytes) / 1024 / rooms

/**
 * What the server's processes hold more than before anybody came, for each of `rooms`, in kB. One that holds less has thrown away what
 * it had made while starting: that makes no room cheaper, so it counts for nothing.
 */
export const kilobytesPerRoom = ({ row: { memory } }: Figures, rooms: number): number =>
  memory === null
    ? Number.NaN
    : memory.processes.reduce((sum, process) => sum + Math.max(0, grownPerRoom(process, rooms)), 0)

/**
 * What each of `rooms` costs more than the yardstick's with the same sockets, in kB. Undefined where there is no yardstick in these
 * rows, or where it did not hold everybody to the end.
 */
export const kilobytesAboveYardstick = (
  figures: Figures,
  all: readonly Figures[],
  rooms: number,
): number | undefined => {
  const yardstick = all.find(({ row }) => row.role === 'yardstick')
  const { load } = yardstick?.row ?? { load: null }
  if (yardstick === undefined || load === null) return undefined
  if (yardstick.share < 1 || load.openAtEnd < load.asked) return undefined
  return kilobytesPerRoom(figures, rooms) - kilobytesPerRoom(yardstick, rooms)
}
