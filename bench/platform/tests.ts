// Owns measures that are tests of the project as well: each prints what it measured as lines of JSON, and fails where a promise is not kept.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type MemoryUse, watchMemory } from '../measure/memory-watch.ts'
import type { Verdict } from '../report/targets.ts'
import { projectRoot } from '../servers/packages.ts'

interface Measured {
  readonly target: string
  readonly wanted: string
  readonly measured: string
  readonly kept: boolean
}

export interface MeasuringTest {
  readonly project: 'room' | 'long'
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** A promise about the memory of the process that its objects are in. */
  readonly memory?: { readonly target: string; readonly maxMegabytes: number }
}

const memoryLimitBytes = 12 * 2 ** 30

const parse = (line: string): readonly Measured[] => {
  const start = line.indexOf('{"target":')
  return start < 0 ? [] : [JSON.parse(line.slice(start)) as Measured]
}

const memoryVerdict = ({ target, maxMegabytes }: NonNullable<MeasuringTest['memory']>, use: MemoryUse): Verdict => {
  // The process with the objects in it; the others are the test's own.
  const holding = use.processes.find(({ command }) => command === 'workerd')
  const megabytes = (holding?.peakBytes ?? Number.NaN) / 2 ** 20
  return {
    target,
    wanted: `≤ ${maxMegabytes} MB`,
    measured: `${megabytes.toFixed(0)} MB at most in workerd`,
    verdict: megabytes <= maxMegabytes ? 'pass' : 'fail',
  }
}

/** Runs one test file of the project and tells what it measured. */
export const runTest = async (
  { project, file, env, memory }: MeasuringTest,
  interrupt: AbortSignal,
): Promise<readonly Verdict[]> => {
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--project', project, file], {
    cwd: projectRoot,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => child.kill('SIGTERM')
  interrupt.addEventListener('abort', stop, { once: true })
  const watch = watchMemory(child.pid ?? 0, memoryLimitBytes, stop)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000_000)
    })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  interrupt.removeEventListener('abort', stop)
  const use = watch.stop()
  const verdicts = output
    .split('\n')
    .flatMap(parse)
    .map(({ kept, ...told }): Verdict => ({ ...told, verdict: kept && code === 0 ? 'pass' : 'fail' }))
  if (verdicts.length === 0 || code !== 0) console.error(output.slice(-4_000))
  if (verdicts.length === 0)
    return [{ target: file, wanted: 'an end', measured: `ended with ${code}`, verdict: 'fail' }]
  return memory === undefined ? verdicts : [...verdicts, memoryVerdict(memory, use)]
}
