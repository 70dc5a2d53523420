// Owns what logs and metrics cost: the cursor storm in turns against a copy of the project and against one that tells nobody, in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWaitingTimes } from '../../durable-objects/room/delivery/waiting-times.ts'
import { measureRow } from '../measure/row.ts'
import type { Verdict } from '../report/targets.ts'
import type { Scenario } from '../scenarios.ts'
import type { BenchServer } from '../servers/server.ts'
import { earlierIn, syncforge } from '../servers/syncforge.ts'
import { copyProject, copySilenced } from './clone.ts'

/** A difference of a few parts in a hundred is told by many turns, not by one. */
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

/** Whatever else the machine does only adds to what a turn costs: the least disturbed quarter of them tells most. */
const quietest = (values: readonly number[]): number => {
  const quarter = values.toSorted((a, b) => a - b).slice(0, Math.ceil(values.length / 4))
  return quarter.reduce((sum, value) => sum + value, 0) / quarter.length
}

/**
 * Microseconds that the metrics take for each message of the storm, by themselves: the only thing that is counted for every message. The quickest of
 * several spells, in a tick's order: so many arrive, then the room speaks once.
 */
const aloneMicros = (): number => {
  const ticks = 2_000
  const times = createWaitingTimes()
  const spells = Array.from({ length: 9 }, (_, spell) => {
    const startedAt = performance.now()
    for (let tick = 0; tick < ticks; tick += 1) {
      const at = spell * ticks * 50 + tick * 50
      for (let message = 0; message < storm.people; message += 1) times.arrived(at + (message >> 2))
      times.spoken(at + 50)
    }
    return ((performance.now() - startedAt) * 1_000) / ticks / storm.people
  })
  return Math.min(...spells)
}

/** @param interrupt ends it early */
export const measureTelemetry = async (interrupt: AbortSignal): Promise<readonly Verdict[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'syncforge-bench-silenced-'))
  const stops: (() => Promise<void>)[] = []
  try {
    // Builds what the copies take along.
    await (await keptRunning(syncforge)).stop()
    const [asItIs, silenced] = [join(folder, 'as-it-is'), join(folder, 'silenced')]
    copyProject(asItIs)
    copySilenced(silenced)
    // Both are copies: where something lies, and who was built when, is no difference between them.
    const telling = await keptRunning(earlierIn(asItIs))
    stops.push(telling.stop)
    const silent = await keptRunning(earlierIn(silenced))
    stops.push(silent.stop)
    /** Microseconds of the server's processes for each cursor that was seen. */
    const cost = async ({ server }: typeof telling): Promise<number> => {
      const { load, cpuMicros, outcome } = await measureRow(storm, server, { native: true, interrupt })
      if (load === null) throw new Error(`the storm was not measured: ${outcome}`)
      return cpuMicros / load.delivered
    }
    const [costs, silentCosts, ratios]: [number[], number[], number[]] = [[], [], []]
    for (let turn = 0; turn < turns; turn += 1) {
      // Who comes first changes, so that what else the machine does meets both alike.
      const first = turn % 2 === 0 ? await cost(telling) : Number.NaN
      const without = await cost(silent)
      const all = turn % 2 === 0 ? first : await cost(telling)
      costs.push(all)
      silentCosts.push(without)
      ratios.push(all / without)
      console.error(
        `  turn ${turn + 1}: ${all.toFixed(3)} and ${without.toFixed(3)} µs, × ${(all / without).toFixed(3)}`,
      )
    }
    const percent = (quietest(costs) / quietest(silentCosts) - 1) * 100
    // Everybody else sees each of them.
    const [alone, message] = [aloneMicros(), median(costs) * (storm.people - 1)]
    const spread = [0.25, 0.75].map((share) => ratios.toSorted((a, b) => a - b)[Math.floor(share * (turns - 1))] ?? 0)
    return [
      {
        target: 'logs and metrics in the cursor storm',
        wanted: `≤ ${boundPercent} % of its CPU`,
        measured: `${percent.toFixed(1)} % (the middle of ${turns} pairs × ${median(ratios).toFixed(3)}, half of them between × ${spread.map((one) => one.toFixed(3)).join(' and × ')}), of ${median(costs).toFixed(2)} µs a cursor`,
        verdict: percent <= boundPercent ? 'pass' : 'fail',
      },
      {
        target: 'metrics of a message, by themselves',
        wanted: `≤ ${boundPercent} % of what the message costs`,
        measured: `${alone.toFixed(3)} µs of ${message.toFixed(0)} µs, ${((100 * alone) / message).toFixed(2)} %`,
        verdict: (100 * alone) / message <= boundPercent ? 'pass' : 'fail',
      },
    ]
  } finally {
    for (const stop of stops) await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
