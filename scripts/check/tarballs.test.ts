import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { tryTarballs } from './tarballs.ts'

const root = join(import.meta.dirname, '..', '..')

const problemsOf = async (files: Readonly<Record<string, string>>, manifest: object = {}) => {
  const exports = {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './*': { types: './dist/*.d.ts', default: './dist/*.js' },
  }
  const common = { name: '@example/part', version: '1.0.0', type: 'module', files: ['dist'], exports }
  const folder = await temporaryFolder({ 'package.json': JSON.stringify({ ...common, ...manifest }), ...files })
  return tryTarballs(root, [folder])
}

const GOOD = { 'dist/index.js': 'export const a = 1\n', 'dist/index.d.ts': 'export declare const a: number\n' }

it('has nothing to say about a package that works', async () => {
  expect(await problemsOf(GOOD)).toEqual([])
})

it('finds an export whose file is not packed', async () => {
  const [first] = await problemsOf(GOOD, { exports: { '.': { default: './src/index.js' } } })
  expect(first).toContain('Cannot find module')
})

it('finds a package that is used without being declared, in code and in declarations', async () => {
  const problems = await problemsOf({
    ...GOOD,
    'dist/more.js': "import 'zod'\n",
    'dist/more.d.ts': "export type Names = import('yjs').Doc\n",
  })
  expect(problems).toEqual(
    expect.arrayContaining([
      '@example/part: dist/more.js uses zod, which it does not declare',
      '@example/part: dist/more.d.ts uses yjs, which it does not declare',
      expect.stringContaining("Cannot find package 'zod'"),
    ]),
  )
})

it('finds missing declarations, under both ways of resolving', async () => {
  const problems = await problemsOf({ ...GOOD, 'dist/more.js': 'export const b = 1\n' })
  expect(problems.map((problem) => problem.split('\n')[0])).toEqual([
    'types of the packed packages (NodeNext):',
    'types of the packed packages (Bundler):',
  ])
})

it('finds sources and tests in the package', async () => {
  expect(await problemsOf({ ...GOOD, 'dist/index.test.js': '', 'dist/source.ts': '' })).toEqual(
    expect.arrayContaining(['@example/part packs dist/index.test.js', '@example/part packs dist/source.ts']),
  )
})
