// Owns running one vitest project in a process of its own, so that a crash of one is a failure of one.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { durationsVariable } from './durations-reporter.ts'
import { besideServer } from './projects.ts'
import { filesToRunAgain, merged, unsteadyOf } from './second-run.ts'
import { type Tally, type TestFile, tallyOf, type VitestReport } from './tally.ts'

const root = join(import.meta.dirname, '..', '..')

const readJson = async <T>(path: string): Promise<T | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** Where there is a file system in memory with room to spare, the data folders of tests lie there: no disk is waited for. */
const memoryFolder = '/dev/shm'
const memoryFreeMinBytes = 4 * 1024 ** 3

const temporaryFolder = async (): Promise<NodeJS.ProcessEnv> => {
  if (process.env.TMPDIR !== undefined) return {}
  const found = await statfs(memoryFolder).catch(() => undefined)
  return found && found.bavail * found.bsize > memoryFreeMinBytes ? { TMPDIR: memoryFolder } : {}
}

interface Run {
  readonly exitCode: number
  readonly report: VitestReport | undefined
  readonly files: readonly TestFile[]
}

/** Runs one project, or only `chosen` files of it, and hands on what it prints. */
const runOnce = async (
  project: string,
  chosen: readonly string[],
  env: NodeJS.ProcessEnv,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<Run> => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-test-'))
  const [report, durations] = [join(folder, 'report.json'), join(folder, 'durations.json')]
  const reporters = ['default', 'json', join(root, 'scripts', 'test', 'durations-reporter.ts')]
  const filesAtOnce = besideServer[project]?.filesAtOnce
  const args = ['run', ...chosen, '--project', project, `--outputFile.json=${report}`]
  if (filesAtOnce !== undefined) args.push(`--maxWorkers=${filesAtOnce}`)
  const temporary = await temporaryFolder()
  const exitCode = await new Promise<number>((resolve) => {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const child = spawn(process.execPath, [vitest, ...args, ...reporters.map((name) => `--reporter=${name}`)], {
      cwd: root,
      env: {
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
        ...temporary,
        ...env,
        [durationsVariable]: durations,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print)
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
  const found = await readJson<VitestReport>(report)
  const files = Object.entries((await readJson<Record<string, number>>(durations)) ?? {}).map(([path, tookMs]) => ({
    path: relative(root, path),
    tookMs,
  }))
  await rm(folder, { recursive: true, force: true })
  return { exitCode, report: found, files }
}

/** Runs one project, hands on what it prints, and counts the results. Never rejects: what goes wrong is a failure. `signal` ends it. */
export const runVitest = async (
  project: string,
  env: NodeJS.ProcessEnv,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<Tally> => {
  const first = await runOnce(project, [], env, print, signal)
  const again = first.report ? await filesToRunAgain(first.report, (path) => readFile(path, 'utf8')) : []
  if (first.report === undefined || again.length === 0) {
    return { ...tallyOf(first.report, first.exitCode), files: first.files }
  }
  print(`\nFailed in ${project}, run once more: ${again.map((path) => relative(root, path)).join(', ')}\n`)
  const chosen = again.map((path) => relative(root, path))
  const { exitCode, report = { testResults: [] } } = await runOnce(project, chosen, env, print, signal)
  return {
    ...tallyOf(merged(first.report, report), exitCode),
    unsteady: unsteadyOf(first.report, report),
    files: first.files,
  }
}
