import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { bans } from './bans.ts'

const unfinished = ['TO', 'DO'].join('')
const silenced = ['@ts', 'nocheck'].join('-')
const expected = ['@ts', 'expect-error'].join('-')

it('says where a banned word is', async () => {
  const root = await temporaryFolder({
    'a.ts': `const a = 1\n// ${unfinished}: more\n`,
    'b.ts': `// ${silenced}\n`,
    'c.ts': `// ${expected}\n`,
  })
  expect((await bans.run(root)).problems).toEqual([
    `a.ts:2 ${unfinished}: unfinished work belongs in an issue`,
    `b.ts:1 ${silenced}: the compiler may not be silenced`,
    `c.ts:1 ${expected}: only a type test may expect a compile error`,
  ])
})

it('lets type tests expect errors', async () => {
  const root = await temporaryFolder({ 'test/types/sdk/a.ts': `// ${expected}\n` })
  expect((await bans.run(root)).problems).toEqual([])
})
