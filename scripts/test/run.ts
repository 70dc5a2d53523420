// Owns `npm test`: builds once, runs every project, and ends with one line that sums them up.
// Refuses to end well when anything failed, crashed, or did not exist.
import { join } from 'node:path'
import { findChromium } from '../../test/kit/chromium.ts'
import { buildPages } from '../build/pages.ts'
import { buildSdk } from '../build/sdk.ts'
import { whenParentEnds } from '../parent.mjs'
import { runLanes } from './lanes.ts'
import { inChromium, lanes, longProjects, projects } from './projects.ts'
import { failure, slowestOf, summaryOf, type Tally } from './tally.ts'
import { runTypes } from './types.ts'
import { runVitest } from './vitest.ts'

const root = join(import.meta.dirname, '..', '..')
const SLOWEST_FILES = 20

/** Ends what runs, and this process with it; servers that tests have started notice that their parent is gone. */
const stop = new AbortController()
const end = () => {
  stop.abort()
  process.exit(143)
}
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
whenParentEnds(end)

const readArguments = (args: readonly string[]): { readonly chosen: readonly string[]; readonly long: boolean } => {
  const chosen: string[] = []
  let long = false
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]
    if (argument === '--long') long = true
    else if (argument === '--project') chosen.push(args[++index] ?? '')
    else if (argument?.startsWith('--project=')) chosen.push(argument.slice('--project='.length))
    else throw new Error(`npm test does not know ${argument}; it takes --project <name> and --long`)
  }
  const known = [...projects, ...longProjects]
  for (const name of chosen) {
    if (!known.includes(name)) throw new Error(`There is no test project "${name}"; there are ${known.join(', ')}`)
  }
  return chosen.length > 0
    ? { chosen, long: chosen.some((name) => longProjects.includes(name)) }
    : { chosen: known, long }
}

/** Chromium is looked for once, here, so that an install does not run against a test's time limit. */
const browserEnvironment = async (): Promise<NodeJS.ProcessEnv> => {
  const chromium = await findChromium()
  return 'path' in chromium ? { SYNCFORGE_CHROMIUM: chromium.path } : { SYNCFORGE_CHROMIUM_MISSING: chromium.missing }
}

const runProject = async (name: string, print: (text: string) => void): Promise<Tally> => {
  if (name === 'types') return runTypes(print)
  const env = inChromium.has(name) ? await browserEnvironment() : {}
  return runVitest(name, { ...process.env, ...env }, print, stop.signal)
}

const main = async (): Promise<number> => {
  const { chosen, long } = readArguments(process.argv.slice(2))
  const tallies: Tally[] = []
  const problems: string[] = []
  const unsteady: string[] = []
  const count = (name: string, tally: Tally, tookMs: number) => {
    for (const skipped of tally.skippedNames) console.log(`- skipped in ${name}: ${skipped}`)
    console.log(`${tally.failed > 0 ? '✗' : '✓'} ${name}: ${summaryOf([tally])} (${(tookMs / 1000).toFixed(1)} s)\n`)
    tallies.push(tally)
    problems.push(...tally.problems.map((problem) => `✗ ${name}: ${problem}`))
    unsteady.push(...(tally.unsteady ?? []).map((problem) => `! unsteady in ${name}, held when run again: ${problem}`))
  }
  try {
    // Every server that a test starts finds it built.
    await Promise.all([buildSdk(root), buildPages(root)])
  } catch (error) {
    count('build', failure(error instanceof Error ? error.message : String(error)), 0)
  }
  const isChosen = (name: string) => chosen.includes(name)
  await runLanes(
    lanes.map((lane) => lane.filter(isChosen)),
    runProject,
    count,
  )
  // Alone: they measure memory and time over hours.
  if (long) await runLanes([longProjects.filter(isChosen)], runProject, count)
  const slowest = slowestOf(tallies, SLOWEST_FILES)
  if (slowest.length > 0) console.log(['The slowest files:', ...slowest, ''].join('\n'))
  // At the end: who keeps only the last lines of a long run still reads what failed.
  for (const line of [...unsteady, ...problems]) console.log(line)
  console.log(summaryOf(tallies))
  return tallies.every(({ failed }) => failed === 0) ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
