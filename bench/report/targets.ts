// Owns the promises about speed and whether this run kept them. Refuses to call one kept that was not measured.
import { manyRooms } from '../scenarios.ts'
import { bestPeer, type Figures, kilobytesAboveYardstick, kilobytesPerRoom } from './figures.ts'
import { figure, percent } from './table.ts'

export interface Verdict {
  readonly target: string
  readonly wanted: string
  readonly measured: string
  readonly verdict: 'pass' | 'fail' | 'not measured'
}

interface Check {
  readonly wanted: string
  readonly measured: string
  /** `undefined` when there is nothing to compare with. */
  readonly kept: boolean | undefined
}

interface Target {
  readonly name: string
  readonly scenario: string
  readonly native: boolean
  checks(ours: Figures, all: readonly Figures[]): readonly Check[]
}

const atMostTimesBest = (
  label: string,
  value: number,
  best: number | undefined,
  times: number,
  unit: string,
): Check => {
  const bound = best === undefined ? undefined : best * times
  return {
    wanted: `${label} ≤ ${bound === undefined ? `${times} × best peer` : `${figure(bound)} ${unit} (best peer × ${times})`}`,
    measured: `${figure(value)} ${unit}`,
    kept: bound === undefined ? undefined : value <= bound,
  }
}

const atMost = (label: string, value: number, bound: number, unit: string): Check => ({
  wanted: `${label} ≤ ${bound} ${unit}`,
  measured: `${figure(value)} ${unit}`,
  kept: value <= bound,
})

const atLeast = (label: string, value: number, bound: number, unit: string): Check => ({
  wanted: `${label} ≥ ${bound} ${unit}`,
  measured: `${figure(value)} ${unit}`,
  kept: value >= bound,
})

const allDelivered = ({ share }: Figures): Check => ({
  wanted: 'all delivered',
  measured: percent(share),
  kept: share >= 1,
})

const allOpen = ({ row: { load } }: Figures): Check => ({
  wanted: 'every socket stays open',
  measured: `${load?.openAtEnd ?? 0} of ${load?.asked ?? 0}`,
  kept: load !== null && load.openAtEnd === load.asked,
})

/** Bounded = the storm adds less than this to a room that already holds its people. */
const boundedGrowthMegabytes = 512

const targets: readonly Target[] = [
  {
    name: 'quiet typing',
    scenario: 'quiet',
    native: false,
    checks: (ours, all) => [allDelivered(ours), atMostTimesBest('P95', ours.p95Ms, bestPeer(all, 'p95Ms'), 2, 'ms')],
  },
  {
    name: 'typing storm',
    scenario: 'storm',
    native: false,
    checks: (ours, all) => [
      atLeast('durable edits', ours.row.load?.sentPerSecond ?? 0, 9_000, '/s'),
      allDelivered(ours),
      atMost('P95', ours.p95Ms, 40, 'ms'),
      atMostTimesBest('CPU', ours.cpuMicrosPerChange, bestPeer(all, 'cpuMicrosPerChange'), 0.5, 'µs'),
    ],
  },
  {
    name: 'cursor storm, 100 people',
    scenario: 'cursors-100',
    native: false,
    checks: (ours, all) => [
      atMost('P95', ours.p95Ms, 40, 'ms'),
      atMostTimesBest('CPU', ours.cpuMicrosPerChange, bestPeer(all, 'cpuMicrosPerChange'), 0.25, 'µs'),
    ],
  },
  {
    name: 'cursor storm, 500 people, native SDK',
    scenario: 'cursors-500',
    native: true,
    checks: (ours) => [
      allOpen(ours),
      atMost('P95', ours.p95Ms, 100, 'ms'),
      atMost('bytes', ours.bytesPerChange, 16, 'per cursor'),
    ],
  },
  {
    name: 'cursor storm, 500 people, Yjs awareness',
    scenario: 'cursors-500',
    native: false,
    checks: (ours) => [
      allOpen(ours),
      atMost('memory growth', ours.growthMegabytes, boundedGrowthMegabytes, 'MB'),
      atMost('oldest state', ours.row.load?.age?.maxMs ?? Number.NaN, 1_500, 'ms'),
    ],
  },
]

const part = ({ row: { load } }: Figures, kind: string) => load?.parts?.[kind]

const complete = (figures: Figures, kind: string): Check => {
  const of = part(figures, kind)
  return {
    wanted: `all ${kind} delivered`,
    measured: percent((of?.delivered ?? 0) / (of?.expected ?? 1)),
    kept: of !== undefined && of.delivered >= of.expected,
  }
}

const partAtMost = (figures: Figures, kind: string, which: 'p95Ms' | 'p99Ms', boundMs: number): Check =>
  atMost(
    `${kind} ${which === 'p95Ms' ? 'P95' : 'P99'}`,
    part(figures, kind)?.latency?.[which] ?? Number.NaN,
    boundMs,
    'ms',
  )

/** What 500 kB leave for a room where a bare object was measured at 347; here the yardstick's objects hold the same sockets. */
const aboveYardstickKilobytes = 500 - 347

const aboveYardstick = (ours: Figures, all: readonly Figures[]): Check => {
  const value = kilobytesAboveYardstick(ours, all, manyRooms)
  return {
    wanted: `above a bare object ≤ ${aboveYardstickKilobytes} kB per idle room`,
    measured: value === undefined ? '–' : `${figure(value)} kB per idle room`,
    kept: value === undefined ? undefined : value <= aboveYardstickKilobytes,
  }
}

const roomTargets: readonly Target[] = [
  {
    name: '500 people, cursors and edits together',
    scenario: 'mixed-500',
    native: true,
    checks: (ours) => [
      partAtMost(ours, 'edits', 'p99Ms', 100),
      partAtMost(ours, 'cursors', 'p95Ms', 60),
      complete(ours, 'edits'),
      atMost('server', ours.row.cpuMicros / 1_000 / (ours.row.load?.measuredMs ?? Number.NaN), 1, 'cores'),
    ],
  },
  {
    name: '60 Hz senders',
    scenario: 'senders-60hz',
    native: true,
    checks: (ours) => [
      atMost('to anyone', ours.row.load?.framesPerSecond ?? Number.NaN, 60, 'messages/s'),
      atMost('bytes', ours.bytesPerChange, 12, 'per cursor'),
    ],
  },
  {
    name: '10,000 broadcasts a second',
    scenario: 'events-10k',
    native: true,
    checks: (ours) => [
      atLeast('sent', ours.row.load?.sentPerSecond ?? 0, 9_900, '/s'),
      complete(ours, 'events'),
      atMost('out of order', part(ours, 'events')?.outOfOrder ?? Number.NaN, 0, 'events'),
      partAtMost(ours, 'events', 'p95Ms', 50),
    ],
  },
  {
    name: '10 people',
    scenario: 'light-10',
    native: true,
    checks: (ours) => ['presence', 'cursors', 'edits'].map((kind) => partAtMost(ours, kind, 'p95Ms', 20)),
  },
  {
    name: 'a comment among 100 people',
    scenario: 'comments-100',
    native: true,
    checks: (ours) => [complete(ours, 'comments'), partAtMost(ours, 'comments', 'p95Ms', 30)],
  },
  {
    name: '500 people chatting at their limit',
    scenario: 'chat-500',
    native: true,
    checks: (ours) => [complete(ours, 'chat'), partAtMost(ours, 'chat', 'p95Ms', 100)],
  },
  {
    name: 'arriving among 10,000 threads',
    scenario: 'threads-10k',
    native: true,
    checks: (ours) => [
      partAtMost(ours, 'connect', 'p95Ms', 150),
      // There and back: what the room takes for it is a part of that.
      partAtMost(ours, 'pages', 'p95Ms', 10),
      atMost('greeting', (ours.row.load?.welcomeBytes ?? Number.NaN) / 1_000, 100, 'kB'),
    ],
  },
  {
    name: 'arriving',
    scenario: 'connect',
    native: true,
    checks: (ours) => [partAtMost(ours, 'connect', 'p95Ms', 100), partAtMost(ours, 'reconnect', 'p95Ms', 500)],
  },
  {
    name: '1,000 rooms of five',
    scenario: 'rooms-1000',
    native: true,
    checks: (ours, all) => [
      allOpen(ours),
      allDelivered(ours),
      atMost('memory', kilobytesPerRoom(ours, manyRooms), 500, 'kB per idle room'),
      aboveYardstick(ours, all),
    ],
  },
  {
    name: '1,000 rooms of five, stock Yjs clients',
    scenario: 'rooms-1000',
    native: false,
    checks: (ours, all) => [allOpen(ours), allDelivered(ours), aboveYardstick(ours, all)],
  },
  {
    name: 'join storm',
    scenario: 'join-crowd',
    native: false,
    checks: (ours) => [atMost('P99', ours.p99Ms, 1_500, 'ms'), atMost('memory growth', ours.growthMegabytes, 60, 'MB')],
  },
]

const judge = ({ name, scenario, native, checks }: Target, rows: readonly Figures[]): Verdict[] => {
  const all = rows.filter(({ row }) => row.scenario === scenario)
  const ours = all.find(({ row }) => row.server === (native ? 'syncforge (native)' : 'syncforge'))
  if (ours === undefined) return [{ target: name, wanted: '', measured: '–', verdict: 'not measured' }]
  if (ours.row.load === null) return [{ target: name, wanted: 'a result', measured: ours.row.outcome, verdict: 'fail' }]
  return checks(ours, all).map(({ wanted, measured, kept }) => ({
    target: name,
    wanted,
    measured,
    verdict: kept === undefined ? 'not measured' : kept ? 'pass' : 'fail',
  }))
}

/** One verdict per promise. The SDK's size is judged by the project's checks, not here. */
export const verdicts = (rows: readonly Figures[]): readonly Verdict[] =>
  [...targets, ...roomTargets].flatMap((target) => judge(target, rows))
