// Owns counting: what a test project's outcome adds to the last line. Refuses to count a crash or an error as nothing.

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Full names, because a skipped test is reported by name. */
  readonly skippedNames: readonly string[]
  /** A sentence for each failure: the name of a test and what it said first, or what went wrong outside the tests. */
  readonly problems: readonly string[]
  /** A sentence for each test that failed at first and held when its file was run again: it counts as passed. */
  readonly unsteady?: readonly string[]
  /** How long its test files took, where that is known. */
  readonly files?: readonly TestFile[]
}

export interface TestFile {
  /** Relative to the root. */
  readonly path: string
  readonly tookMs: number
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

export const failure = (problem: string): Tally => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  skippedNames: [],
  problems: [problem],
})

/**
 * Counts one project's run. A file that failed outside its tests counts as one failure, and so do a run that ended
 * with an error though every test passed (an unhandled rejection), a missing report, and a project without tests.
 */
export const tallyOf = (report: VitestReport | undefined, exitCode: number): Tally => {
  if (!report) return failure(`ended with code ${exitCode} and no results`)
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const failedTests = tests
    .filter((test) => test.status === 'failed')
    .map(({ fullName, failureMessages: [message = ''] }) => `${fullName}: ${message.split('\n', 1)[0]}`)
  const skippedNames = tests
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => test.fullName)
  const failedFiles = report.testResults
    .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    .map((file) => `${file.name} failed outside its tests`)
  const problems = [...failedTests, ...failedFiles]
  if (tests.length === 0 && problems.length === 0) problems.push('has no tests')
  if (exitCode !== 0 && problems.length === 0) problems.push('had errors outside its tests')
  return { passed, failed: problems.length, skipped: skippedNames.length, skippedNames, problems }
}

/** The one line that ends a run: `12 passed, 0 failed`, with `, 3 skipped` only where some were. */
export const summaryOf = (tallies: readonly Tally[]): string => {
  const sum = (key: 'passed' | 'failed' | 'skipped') => tallies.reduce((total, tally) => total + tally[key], 0)
  const skipped = sum('skipped')
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A line for each of the `count` files that took longest, the slowest first. */
export const slowestOf = (tallies: readonly Tally[], count: number): readonly string[] =>
  tallies
    .flatMap(({ files = [] }) => files)
    .sort((a, b) => b.tookMs - a.tookMs)
    .slice(0, count)
    .map(({ path, tookMs }) => `${(tookMs / 1_000).toFixed(1).padStart(7)} s  ${path}`)
