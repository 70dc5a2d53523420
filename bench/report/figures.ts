// Owns the figures that a row is judged by, and which peer is the best in each. Refuses to compare with a peer that
// delivered next to nothing while another delivered.
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

const ours = 'syncforge'
const deliversWell = 0.9

export const isOurs = ({ server }: Row) => server.startsWith(ours)

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
  const peers = rows.filter(({ row, share }) => !isOurs(row) && share > 0)
  const good = peers.filter(({ share }) => share >= deliversWell)
  const compared = good.length > 0 || figure === 'p95Ms' ? good : peers
  return compared.length === 0 ? undefined : Math.min(...compared.map((peer) => peer[figure]))
}
