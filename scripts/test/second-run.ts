/**
 * Owns what happens to a file of tests that failed beside others on a busy machine: it is run once more, alone. What fails again has failed; what
 * holds counts as passed and is named as unsteady, with what it said, at the end of the run. Refuses a second run to tests of random input, where
 * another seed would hide a fault, and to a run in which much failed.
 */
import type { VitestReport } from './tally.ts'

const filesMax = 6

/** The failed files of a report that may be run again: none, where one of them may not. `sourceOf` reads a file. */
export const filesToRunAgain = async (
  report: VitestReport,
  sourceOf: (path: string) => Promise<string>,
): Promise<readonly string[]> => {
  const failed = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)
  const sources = await Promise.all(failed.map(sourceOf))
  return failed.length > filesMax || sources.some((source) => /\bseed/i.test(source)) ? [] : failed
}

/** The first report with what the second says in place of the files that both ran. */
export const merged = (first: VitestReport, second: VitestReport): VitestReport => {
  const again = new Map(second.testResults.map((file) => [file.name, file]))
  return { testResults: first.testResults.map((file) => again.get(file.name) ?? file) }
}

/** A sentence for each test that failed at first and held when it was run again. */
export const unsteadyOf = (first: VitestReport, second: VitestReport): readonly string[] => {
  const held = new Set(
    second.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => `${name} ${fullName}`),
    ),
  )
  return first.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, fullName }) => status === 'failed' && held.has(`${name} ${fullName}`))
      .map(({ fullName, failureMessages: [message = ''] }) => `${fullName}: ${message.split('\n', 1)[0]}`),
  )
}
