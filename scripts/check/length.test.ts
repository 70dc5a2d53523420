import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { length } from './length.ts'

const lines = (count: number) => 'export {}\n'.repeat(count)

it('warns above 300 lines and fails above 400', async () => {
  const root = await temporaryFolder({ 'a.ts': lines(300), 'b.ts': lines(400), 'c.ts': lines(401) })
  expect(await length.run(root)).toEqual({
    problems: ['c.ts has 401 lines, 400 are allowed'],
    notes: ['b.ts has 400 lines: more than 300'],
  })
})

it('allows tests 600 lines', async () => {
  const root = await temporaryFolder({ 'a.test.ts': lines(600), 'test/sdk/b.test.ts': lines(601) })
  expect(await length.run(root)).toEqual({ problems: ['test/sdk/b.test.ts has 601 lines, 600 are allowed'], notes: [] })
})

it('does not look at what is installed or built', async () => {
  const root = await temporaryFolder({ 'node_modules/a/a.js': lines(900), 'sdk/x/dist/a.js': lines(900) })
  expect(await length.run(root)).toEqual({ problems: [], notes: [] })
})
