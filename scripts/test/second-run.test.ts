import { expect, it } from 'vitest'
import { filesToRunAgain, merged, unsteadyOf } from './second-run.ts'
import { tallyOf } from './tally.ts'

const file = (name: string, ...tests: string[]) => ({
  name,
  status: tests.includes('failed') ? 'failed' : 'passed',
  assertionResults: tests.map((status, index) => ({
    status,
    fullName: `test ${index}`,
    failureMessages: status === 'failed' ? [`expected 1 to be 2\n    at ${name}:3:1`] : [],
  })),
})
const report = (...testResults: ReturnType<typeof file>[]) => ({ testResults })
const plain = async () => 'test("adds", () => {})'

it('runs again the files in which something failed', async () => {
  const first = report(file('a', 'passed', 'failed'), file('b', 'passed'))
  expect(await filesToRunAgain(first, plain)).toEqual(['a'])
})

it('runs nothing again where an input was random, or much failed', async () => {
  const seeded = async (path: string) => (path === 'b' ? 'console.log("seed", 7)' : '')
  expect(await filesToRunAgain(report(file('a', 'failed'), file('b', 'failed')), seeded)).toEqual([])
  const many = report(...Array.from({ length: 7 }, (_, index) => file(`${index}`, 'failed')))
  expect(await filesToRunAgain(many, plain)).toEqual([])
})

it('counts what the second run says, names what held, and keeps what failed twice', () => {
  const first = report(file('a', 'failed', 'failed', 'passed'), file('b', 'passed'))
  const second = report(file('a', 'passed', 'failed', 'passed'))
  expect(tallyOf(merged(first, second), 1)).toMatchObject({ passed: 3, failed: 1 })
  expect(unsteadyOf(first, second)).toEqual(['test 0: expected 1 to be 2'])
})

it('a second run that ends without its file keeps the failure', () => {
  const first = report(file('a', 'failed'))
  expect(tallyOf(merged(first, report()), 1)).toMatchObject({ failed: 1 })
  expect(unsteadyOf(first, report())).toEqual([])
})
