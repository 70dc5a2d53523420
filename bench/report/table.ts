// Owns how rows look on paper: one Markdown table per scenario, aligned so that it also reads in a terminal.
import type { Row } from '../measure/row.ts'
import type { Scenario } from '../scenarios.ts'
import { bestPeer, type Compared, type Figures, isOurs, kilobytesAboveYardstick, kilobytesPerRoom } from './figures.ts'

interface Column {
  readonly title: string
  cell(figures: Figures, all: readonly Figures[]): string
}

/** Three significant figures, without a false precision for large values. */
export const figure = (value: number): string => {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

/** A share of 1 is printed only when nothing is missing. */
export const percent = (share: number): string => {
  if (share >= 1) return '100 %'
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`
}

const ratio =
  (of: Compared) =>
  ({ [of]: value, row }: Figures, all: readonly Figures[]) => {
    const best = bestPeer(all, of)
    if (row.role === 'yardstick' || best === undefined || best === 0 || !Number.isFinite(value)) return '–'
    return isOurs(row) ? `**${figure(value / best)}**` : figure(value / best)
  }

const nameOf = ({ role, server }: Row) => {
  if (role === 'yardstick') return `${server} (yardstick)`
  return role === 'ours' ? `**${server}**` : server
}

const server: Column = { title: 'server', cell: ({ row }) => nameOf(row) }
const outcome: Column = { title: 'outcome', cell: ({ row }) => row.outcome }
const shared: readonly Column[] = [
  { title: 'delivered', cell: ({ share }) => percent(share) },
  { title: 'P50 ms', cell: ({ p50Ms }) => figure(p50Ms) },
  { title: 'P95 ms', cell: ({ p95Ms }) => figure(p95Ms) },
  { title: 'P99 ms', cell: ({ p99Ms }) => figure(p99Ms) },
  { title: 'P95 ÷ best peer', cell: ratio('p95Ms') },
]
const perChange: readonly Column[] = [
  { title: 'CPU µs/change', cell: ({ cpuMicrosPerChange }) => figure(cpuMicrosPerChange) },
  { title: 'CPU ÷ best peer', cell: ratio('cpuMicrosPerChange') },
  { title: 'bytes/change', cell: ({ bytesPerChange }) => figure(bytesPerChange) },
  { title: 'bytes ÷ best peer', cell: ratio('bytesPerChange') },
]
const memory: readonly Column[] = [
  { title: 'memory MB', cell: ({ peakMegabytes }) => figure(peakMegabytes) },
  { title: 'growth MB', cell: ({ growthMegabytes }) => figure(growthMegabytes) },
]
const flow: readonly Column[] = [
  { title: 'sent/s', cell: ({ row }) => (row.load === null ? '–' : row.load.sentPerSecond.toFixed(0)) },
  { title: 'open at end', cell: ({ row }) => (row.load === null ? '–' : `${row.load.openAtEnd}/${row.load.asked}`) },
]
const generator: Column = {
  title: 'generator CPU',
  cell: ({ row }) => (row.load === null ? '–' : percent(row.load.generatorCpuShare)),
}

const others: Column = { title: 'other work, cores', cell: ({ row }) => figure(row.otherCores) }

const partsOf: Column = {
  title: 'of each kind: P50 / P95 / P99 ms, delivered',
  cell: ({ row }) =>
    Object.entries(row.load?.parts ?? {})
      .map(([kind, { latency, delivered, expected, outOfOrder }]) => {
        const times = [latency?.p50Ms, latency?.p95Ms, latency?.p99Ms].map((ms) => figure(ms ?? Number.NaN)).join(' / ')
        return `${kind} ${times}, ${percent(delivered / expected)}${outOfOrder > 0 && delivered >= expected ? `, ${outOfOrder} out of order` : ''}`
      })
      .join('; '),
}
const cores: Column = {
  title: 'server cores',
  cell: ({ row }) => figure(row.cpuMicros / 1000 / (row.load?.measuredMs ?? Number.NaN)),
}
const most: Column = {
  title: 'messages/s to one',
  cell: ({ row }) => figure(row.load?.framesPerSecond ?? Number.NaN),
}
const perRoom = (rooms: number): readonly Column[] => [
  { title: 'kB per idle room', cell: (figures) => figure(kilobytesPerRoom(figures, rooms)) },
  {
    title: 'of it above the yardstick',
    cell: (figures, all) =>
      figures.row.role === 'yardstick' ? '–' : figure(kilobytesAboveYardstick(figures, all, rooms) ?? Number.NaN),
  },
]

const columnsOf = ({ job }: Scenario): readonly Column[] => {
  switch (job.kind) {
    case 'typing': {
      const durable: Column = { title: 'durability', cell: ({ row }) => row.durability }
      return [server, outcome, ...shared, ...perChange, ...memory, ...flow, generator, others, durable]
    }
    case 'cursors': {
      const oldest: Column = { title: 'oldest ms', cell: ({ row }) => figure(row.load?.age?.maxMs ?? Number.NaN) }
      return [server, outcome, ...shared, oldest, ...perChange, ...memory, ...flow, generator, others]
    }
    case 'mix':
      return [
        server,
        outcome,
        partsOf,
        cores,
        most,
        ...perChange.filter(({ title }) => title === 'bytes/change'),
        ...memory,
        ...flow,
        generator,
      ]
    case 'connect':
      return [server, outcome, partsOf]
    case 'rooms':
      return [server, outcome, ...shared.slice(0, 4), ...perRoom(job.rooms), ...memory, ...flow]
    case 'join': {
      const cpu: Column = { title: 'CPU ms/join', cell: (figures) => figure(figures.cpuMicrosPerChange / 1_000) }
      const bytes: Column = { title: 'MB/join', cell: (figures) => figure(figures.bytesPerChange / 1e6) }
      const cpuRatio: Column = { title: 'CPU ÷ best peer', cell: ratio('cpuMicrosPerChange') }
      return [server, outcome, ...shared, cpu, cpuRatio, bytes, ...memory, generator, others]
    }
  }
}

/** A Markdown table with padded cells. */
export const markdownTable = (head: readonly string[], body: readonly (readonly string[])[]): string => {
  const widths = head.map((title, i) => Math.max(3, title.length, ...body.map((cells) => cells[i]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n')
}

export const scenarioTable = (scenario: Scenario, rows: readonly Figures[]): string => {
  const columns = columnsOf(scenario)
  return markdownTable(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map(({ cell }) => cell(row, rows))),
  )
}
