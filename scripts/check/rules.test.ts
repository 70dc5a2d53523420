import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { rules } from './rules.ts'

const problemsOf = async (files: Readonly<Record<string, string>>) =>
  (await rules.run(await temporaryFolder(files))).problems

/** Its own fixtures would be read as tests. */
const test = 'test'
const contract = '/**\n * Locks.\n *\n * LK1  One has it.\n * LK2  It ends.\n *      A line that goes on.\n */\n'
const doc = '# Rules\n| rule | |\n| --- | --- |\n| BEY-1 | Saved is saved. |\n'

it('is content when every rule is cited and what is cited is a rule, however the title is written', async () => {
  const tests = [
    `${test}('[LK1] one has it', () => {})`,
    `${test}(\`[LK2] it ends (seed \${1})\`, () => {})`,
    `${test}.each([\n  ['a'],\n])('[BEY-1] %s', () => {})`,
  ]
  const files = {
    'sdk/protocol/locks.ts': contract,
    'docs/rules.md': doc,
    'sdk/locks.test.ts': `${tests.join('\n')}\n`,
  }
  expect(await problemsOf(files)).toEqual([])
})

it('finds a rule without a test, a test of no rule, and a rule that stands twice', async () => {
  const text = `${test}('[LK1] [LK3] one has it', () => {\n  expect('[LK2]')\n})\n`
  const files = { 'sdk/a.ts': contract, 'sdk/b.ts': '/**\n * LK1  Again.\n */\n', 'sdk/a.test.ts': text }
  expect(await problemsOf(files)).toEqual([
    'LK1 is defined in sdk/a.ts and in sdk/b.ts',
    'LK2 of sdk/a.ts is cited by no test',
    'sdk/a.test.ts cites LK3, which is defined nowhere',
  ])
})
