// Owns what logs and metrics cost: the cursor storm in turns against the project as it is and against a copy that tells nobody, in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureRow } from '../measure/row.ts'
import type { Verdict } from '../report/targets.ts'
import type { Scenario } from '../scenarios.ts'
import type { BenchServer } from '../servers/server.ts'
import { earlierIn, syncforge } from '../servers/syncforge.ts'
import { copySilenced } from './clone.ts'

/** A difference of a few parts in a hundred is told by the middle of many turns, not by one. */
const turns = 16
const boundPercent = 2

const storm: Scenario = {
  name: 'telemetry',
  title: 'cursor storm, with logs and metrics and without',
  change: 'one cursor state seen by one other person',
  people: 100,
  job: { kind: 'cursors', through: 'native', people: 100, perSecond: 20, durationMs: 6_000, sampledReceivers: 20 },
  warmUp: { kind: 'cursors', through: 'native', people: 20, perSecond: 20, durationMs: 1_000, sampledReceivers: 20 },
  limitMs: 90_000,
  thorough: true,
  native: 'only',
}

/** Started once, for all turns: what a start costs is no part of it. */
const keptRunning = async (server: BenchServer) => {
  const running = await server.start()
  return { server: { ...server, start: async () => ({ ...running, stop: async () => {} }) }, stop: running.stop }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

/** @param interrupt ends it early */
export const measureTelemetry = async (interrupt: AbortSignal): Promise<readonly Verdict[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'syncforge-bench-silenced-'))
  const stops: (() => Promise<void>)[] = []
  try {
    copySilenced(folder)
    const [telling, silent] = [await keptRunning(syncforge), await keptRunning(earlierIn(folder))]
    stops.push(telling.stop, silent.stop)
    /** Microseconds of the server's processes for each cursor that was seen. */
    const cost = async ({ server }: typeof telling): Promise<number> => {
      const { load, cpuMicros, outcome } = await measureRow(storm, server, { native: true, interrupt })
      if (load === null) throw new Error(`the storm was not measured: ${outcome}`)
      return cpuMicros / load.delivered
    }
    const [costs, ratios]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < turns; turn += 1) {
      // Who comes first changes, so that what else the machine does meets both alike.
      const first = turn % 2 === 0 ? await cost(telling) : Number.NaN
      const without = await cost(silent)
      const all = turn % 2 === 0 ? first : await cost(telling)
      costs.push(all)
      ratios.push(all / without)
      console.error(
        `  turn ${turn + 1}: ${all.toFixed(3)} and ${without.toFixed(3)} µs, × ${(all / without).toFixed(3)}`,
      )
    }
    const percent = (median(ratios) - 1) * 100
    const spread = [0.25, 0.75].map((share) => ratios.toSorted((a, b) => a - b)[Math.floor(share * (turns - 1))] ?? 0)
    return [
      {
        target: 'logs and metrics in the cursor storm',
        wanted: `≤ ${boundPercent} % of its CPU`,
        measured: `${percent.toFixed(1)} % (half of ${turns} pairs between × ${spread.map((one) => one.toFixed(3)).join(' and × ')}), of ${median(costs).toFixed(2)} µs a cursor`,
        verdict: percent <= boundPercent ? 'pass' : 'fail',
      },
    ]
  } finally {
    for (const stop of stops) await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
