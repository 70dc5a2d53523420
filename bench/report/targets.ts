// Owns the promises about speed and whether this run kept them. Refuses to call one kept that was not measured.
import { bestPeer, type Figures } from './figures.ts'
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
  targets.flatMap((target) => judge(target, rows))
