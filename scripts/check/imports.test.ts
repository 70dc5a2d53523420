import { expect, it } from 'vitest'
import { importsOf } from './imports.ts'

const targets = (text: string) => importsOf('sdk/client/src/room.ts', text).map(({ to, isType }) => [to, isType])

it('finds value and type imports, over several lines too', () => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from '../b.ts'",
    'import {',
    '  type C,',
    '  c,',
    "} from './c.ts'",
    "import * as z from 'zod'",
    "import './side-effect.ts'",
  ].join('\n')
  expect(targets(text)).toEqual([
    ['sdk/client/src/a.ts', false],
    ['sdk/client/b.ts', true],
    ['sdk/client/src/c.ts', false],
    ['zod', false],
    ['sdk/client/src/side-effect.ts', false],
  ])
})

it('finds re-exports and dynamic imports', () => {
  const text =
    "export * from './a.ts'\nexport type { B } from './b.ts'\nconst c = await import('./c.ts')\nlet d: typeof import('./d.ts')"
  expect(targets(text)).toEqual([
    ['sdk/client/src/a.ts', false],
    ['sdk/client/src/b.ts', true],
    ['sdk/client/src/c.ts', false],
    ['sdk/client/src/d.ts', true],
  ])
})

it('resolves workspace packages to their source', () => {
  expect(targets("import { limits } from '@syncforge/protocol/limits'\nimport { x } from '@syncforge/client'")).toEqual(
    [
      ['sdk/protocol/limits.ts', false],
      ['sdk/client/src/index.ts', false],
    ],
  )
})

it('reads no imports from comments and strings, and none from plain exports', () => {
  const text =
    "// import { a } from './a.ts'\n/*\nimport './b.ts'\n*/\nconst c = \"import './c.ts'\"\nexport const d = 'd'\nexport function e() {}\n"
  expect(targets(text)).toEqual([])
})
