import { expect, it } from 'vitest'
import { failure, slowestOf, summaryOf, tallyOf } from './tally.ts'

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((each, index) => ({
    status: each,
    fullName: `test ${index}`,
    failureMessages: each === 'failed' ? ['expected 1 to be 2\n    at a.test.ts:3:1'] : [],
  })),
})

it('counts tests, and names those that failed with what they said first', () => {
  const tally = tallyOf({ testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped')] }, 1)
  expect(tally).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    skippedNames: ['test 1'],
    problems: ['test 1: expected 1 to be 2'],
  })
})

it('counts a file that failed outside its tests', () => {
  const tally = tallyOf({ testResults: [file('failed'), file('passed', 'passed')] }, 1)
  expect(tally).toMatchObject({ passed: 1, failed: 1, problems: ['a.test.ts failed outside its tests'] })
})

it('counts an error that belongs to no test', () => {
  const tally = tallyOf({ testResults: [file('passed', 'passed')] }, 1)
  expect(tally).toMatchObject({ passed: 1, failed: 1, problems: ['had errors outside its tests'] })
})

it('counts a crash and a project without tests as failures', () => {
  expect(tallyOf(undefined, 139)).toEqual(failure('ended with code 139 and no results'))
  expect(tallyOf({ testResults: [] }, 0)).toEqual(failure('has no tests'))
})

it('sums up in one line and mentions skipped tests only if there are any', () => {
  const passing = tallyOf({ testResults: [file('passed', 'passed', 'passed')] }, 0)
  const skipping = tallyOf({ testResults: [file('passed', 'passed', 'skipped')] }, 0)
  expect(summaryOf([passing, failure('crashed')])).toBe('2 passed, 1 failed')
  expect(summaryOf([passing, skipping])).toBe('3 passed, 0 failed, 1 skipped')
})

it('names the files that took longest, of all projects together', () => {
  const of = (...files: [string, number][]) => ({
    ...failure(''),
    files: files.map(([path, tookMs]) => ({ path, tookMs })),
  })
  const tallies = [of(['a.test.ts', 1_000], ['b.test.ts', 12_340]), failure('no files'), of(['c.test.ts', 2_000])]
  expect(slowestOf(tallies, 2)).toEqual(['   12.3 s  b.test.ts', '    2.0 s  c.test.ts'])
})
