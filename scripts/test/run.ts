// Owns `npm test`: builds the SDK, runs every project, and ends with one line that sums them up.
// Refuses to end well when anything failed, crashed, or did not exist.
import { findChromium } from '../../test/kit/chromium.ts'
import { buildSdk } from '../build-sdk.ts'
import { longProjects, projects } from './projects.ts'
import { failure, summaryOf, type Tally } from './tally.ts'
import { runTypes } from './types.ts'
import { runVitest } from './vitest.ts'

const readArguments = (args: readonly string[]) => {
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
  if (chosen.length > 0) return chosen
  return long ? known : projects
}

/** Chromium is looked for once, here, so that an install does not run against a test's time limit. */
const browserEnvironment = async (): Promise<NodeJS.ProcessEnv> => {
  const chromium = await findChromium()
  return 'path' in chromium ? { SYNCFORGE_CHROMIUM: chromium.path } : { SYNCFORGE_CHROMIUM_MISSING: chromium.missing }
}

const runProject = async (name: string): Promise<Tally> => {
  if (name === 'types') return runTypes()
  const env = name === 'browser' ? await browserEnvironment() : {}
  return runVitest(name, { ...process.env, ...env })
}

const main = async (): Promise<number> => {
  const chosen = readArguments(process.argv.slice(2))
  const tallies: Tally[] = []
  const problems: string[] = []
  const count = (name: string, tally: Tally, startedAt: number) => {
    for (const skipped of tally.skippedNames) console.log(`- skipped in ${name}: ${skipped}`)
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    console.log(`${tally.failed > 0 ? '✗' : '✓'} ${name}: ${summaryOf([tally])} (${seconds} s)\n`)
    tallies.push(tally)
    problems.push(...tally.problems.map((problem) => `✗ ${name}: ${problem}`))
  }
  try {
    await buildSdk()
  } catch (error) {
    count('build', failure(error instanceof Error ? error.message : String(error)), Date.now())
  }
  for (const name of chosen) {
    const startedAt = Date.now()
    count(name, await runProject(name), startedAt)
  }
  // At the end: who keeps only the last lines of a long run still reads what failed.
  for (const problem of problems) console.log(problem)
  console.log(summaryOf(tallies))
  return tallies.every(({ failed }) => failed === 0) ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
