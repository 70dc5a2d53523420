import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { cycles } from './cycles.ts'

it('finds a cycle, through types too', async () => {
  const root = await temporaryFolder({
    'a.ts': "import { b } from './b.ts'\n",
    'b.ts': "import type { c } from './c.ts'\n",
    'c.ts': "import { a } from './a.ts'\n",
    'd.ts': "import { a } from './a.ts'\n",
  })
  expect((await cycles.run(root)).problems).toEqual(['a.ts → b.ts → c.ts → a.ts'])
})

it('lets two files use a third', async () => {
  const root = await temporaryFolder({
    'a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\n",
    'b.ts': "import { c } from './c.ts'\n",
    'c.ts': 'export const c = 1\n',
  })
  expect((await cycles.run(root)).problems).toEqual([])
})
