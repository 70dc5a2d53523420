// Owns one row of the report: a fresh server, a fresh generator, one scenario. Whatever goes wrong becomes the row's
// outcome; it never ends the run.
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Job, LoadResult, Order, Report } from '../load/job.ts'
import { type Scenario, throughNative } from '../scenarios.ts'
import { benchRoot } from '../servers/packages.ts'
import type { BenchServer, RunningServer } from '../servers/server.ts'
import { type MemoryUse, watchMemory } from './memory-watch.ts'
import { killTree, machineCpuMicros, type ProcessUsage, totalCpuMicros, usageOfTree } from './processes.ts'

const memoryLimitBytes = 8 * 2 ** 30
const settleMs = 500

export interface Row {
  readonly scenario: string
  /** Name of the server, and `(native)` where the native protocol was used. */
  readonly server: string
  readonly role: BenchServer['role']
  readonly version: string
  readonly durability: string
  /** `ok`, or in words what went wrong. */
  readonly outcome: string
  readonly load: LoadResult | null
  /** CPU of all the server's processes in the measured part. */
  readonly cpuMicros: number
  readonly cpuByProcess: readonly { readonly command: string; readonly cpuMicros: number }[]
  readonly memory: MemoryUse | null
  /** Cores that neither the server nor the generator used while measuring: other work on the machine shows here. */
  readonly otherCores: number
}

interface Reading {
  readonly server: readonly ProcessUsage[]
  readonly generatorMicros: number
  readonly machineMicros: number
  readonly atMs: number
}

const readCpu = (server: number, generator: number): Reading => ({
  server: usageOfTree(server),
  generatorMicros: totalCpuMicros(usageOfTree(generator)),
  machineMicros: machineCpuMicros(),
  atMs: performance.now(),
})

/** What happened between two readings. A server that died between them has no second reading of its own. */
const between = (start: Reading | undefined, end: Reading | undefined) => {
  if (start === undefined || end === undefined) return { cpuMicros: 0, cpuByProcess: [], otherCores: 0 }
  const cpuByProcess = end.server.map(({ pid, command, cpuMicros }) => ({
    command,
    cpuMicros: cpuMicros - (start.server.find((before) => before.pid === pid)?.cpuMicros ?? 0),
  }))
  const cpuMicros = cpuByProcess.reduce((sum, used) => sum + used.cpuMicros, 0)
  const ours = cpuMicros + end.generatorMicros - start.generatorMicros
  const others = end.machineMicros - start.machineMicros - ours
  return { cpuMicros, cpuByProcess, otherCores: Math.max(0, others / 1_000 / (end.atMs - start.atMs)) }
}

type Ending = { readonly result: LoadResult } | { readonly problem: string }

const superviseGenerator = (
  generator: ChildProcess,
  server: RunningServer,
  { limitMs, onMark, interrupt }: { limitMs: number; onMark(name: 'start' | 'end'): void; interrupt: AbortSignal },
) =>
  new Promise<Ending>((resolve) => {
    const timer = setTimeout(() => resolve({ problem: `stalled: no result in ${limitMs / 1000} s` }), limitMs)
    timer.unref()
    interrupt.addEventListener('abort', () => resolve({ problem: 'interrupted' }), { once: true })
    if (interrupt.aborted) resolve({ problem: 'interrupted' })
    server.died.then((how) => resolve({ problem: `the server died (${how})` }))
    generator.once('exit', (code) => resolve({ problem: `the generator ended (${code})` }))
    generator.on('message', (report: Report) => {
      if (report.type === 'result') return resolve({ result: report.result })
      if (report.type === 'failed') return resolve({ problem: report.message })
      onMark(report.name)
      const go: Order = { type: 'go' }
      generator.send(go)
    })
  })

const startGenerator = () =>
  fork(join(benchRoot, 'load/generator.ts'), { execArgv: ['--conditions=source', '--max-old-space-size=8192'] })

/** Beyond this, people no longer work together: what they see is history. */
const historyMs = 2_000

const describe = (load: LoadResult, { kind }: Job): string => {
  if (load.opened === 0) return 'refused: nobody got in'
  if (load.delivered === 0) return 'stalled: nothing was delivered'
  if (load.openAtEnd < load.opened) return `lost ${load.opened - load.openAtEnd} of ${load.opened} sockets`
  if (load.opened < load.asked) return `only ${load.opened} of ${load.asked} got in`
  if (kind !== 'cursors' && kind !== 'mix' && load.delivered < load.expected) return 'incomplete'
  const behindMs = Math.max(load.age?.maxMs ?? 0, kind === 'join' ? 0 : (load.latency?.p95Ms ?? 0))
  return behindMs > historyMs ? `falls behind by ${(behindMs / 1_000).toFixed(1)} s` : 'ok'
}

const measure = async (scenario: Scenario, server: RunningServer, native: boolean, interrupt: AbortSignal) => {
  const room = `bench-${randomUUID().slice(0, 8)}`
  const warmUpRoom = `${room}-warm-up`
  await server.prepare(room, scenario.people)
  await server.prepare(warmUpRoom, scenario.people)
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  const targetOf = (name: string) => ({
    url: native && server.nativeUrl ? server.nativeUrl(name) : server.url(name),
    dialect: server.dialect,
    room: name,
  })
  const through = (job: Job) => (native ? throughNative(job) : job)

  const readings: Partial<Record<'start' | 'end', Reading>> = {}
  let overLimit = ''
  const memory = watchMemory(server.pid, memoryLimitBytes, (bytes) => {
    overLimit = `stopped at ${Math.round(bytes / 2 ** 20)} MB of memory`
    killTree(server.pid)
  })
  const generator = startGenerator()
  try {
    const ending = superviseGenerator(generator, server, {
      limitMs: scenario.limitMs,
      interrupt,
      onMark(name) {
        readings[name] = readCpu(server.pid, generator.pid ?? 0)
        if (name === 'start') memory.restart()
        else memory.stop()
      },
    })
    const order: Order = {
      type: 'run',
      job: through(scenario.job),
      warmUp: scenario.warmUp === null ? null : through(scenario.warmUp),
      target: targetOf(room),
      warmUpTarget: targetOf(warmUpRoom),
    }
    generator.send(order)
    const ended = await ending
    const used = between(readings.start, readings.end)
    return 'result' in ended
      ? { outcome: describe(ended.result, scenario.job), load: ended.result, ...used, memory: memory.stop() }
      : { outcome: overLimit || ended.problem, load: null, ...used, memory: memory.stop() }
  } finally {
    memory.stop()
    generator.kill('SIGKILL')
  }
}

/** Measures one server in one scenario. `interrupt` ends the row early; the server is stopped all the same. */
export const measureRow = async (
  scenario: Scenario,
  server: BenchServer,
  { native, interrupt }: { native: boolean; interrupt: AbortSignal },
): Promise<Row> => {
  const head = {
    scenario: scenario.name,
    server: native ? `${server.name} (native)` : server.name,
    role: server.role,
    version: server.version,
    durability: server.durability,
  }
  try {
    const running = await server.start()
    try {
      return { ...head, ...(await measure(scenario, running, native, interrupt)) }
    } finally {
      await running.stop()
    }
  } catch (error) {
    const outcome = error instanceof Error ? error.message : String(error)
    return { ...head, outcome, load: null, ...between(undefined, undefined), memory: null }
  }
}
