import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { compile } from './compile.ts'

const root = join(import.meta.dirname, '..', '..')

const elsewhere = [
  'test/types/', // the project `types` of the tests
  'bench/servers/peers', // `npm run bench`, because the peers' packages are installed only for it
]

it('is asked about every project of the house, but those that are compiled elsewhere', async () => {
  const found: string[] = []
  for await (const path of glob('*/**/tsconfig.json', { cwd: root, exclude: (name) => name.includes('node_modules') }))
    found.push(`./${dirname(path)}`)
  const { references } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
  const asked = references.map(({ path }: { path: string }) => path)
  expect(found.filter((path) => !elsewhere.some((other) => path.startsWith(`./${other}`))).sort()).toEqual(asked.sort())
})

it('tells what the compiler tells, once', async () => {
  const folder = await temporaryFolder({
    'tsconfig.json': JSON.stringify({ references: [{ path: './a' }, { path: './b' }] }),
    'a/tsconfig.json': JSON.stringify({ compilerOptions: { noEmit: true }, include: ['*.ts'] }),
    'b/tsconfig.json': JSON.stringify({ compilerOptions: { noEmit: true }, include: ['*.ts'] }),
    'a/frame.ts': 'export const frame: { name: string } = { name: 1 }',
    'b/reader.ts': "import { frame } from '../a/frame'\nexport const name = frame.title",
    'node_modules/typescript-native/bin/tsc': `import(${JSON.stringify(join(root, 'node_modules', 'typescript-native', 'bin', 'tsc'))})`,
  })
  const { problems } = await compile.run(folder)
  expect(problems.map((problem) => problem.replace(/^.*\/(?=[ab]\/)/, ''))).toEqual([
    expect.stringMatching(/^a\/frame\.ts\(1,\d+\): error TS2322/),
    expect.stringMatching(/^b\/reader\.ts\(2,\d+\): error TS2339/),
  ])
})
