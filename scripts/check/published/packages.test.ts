import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/kit/folder.ts'
import { judgeTarball } from './packages.ts'

const good = { 'dist/index.js': 'export const a = 1\n', 'dist/index.d.ts': 'export declare const a: number\n' }
const exported = (more: object = {}) => ({ types: './dist/index.d.ts', default: './dist/index.js', ...more })

const problemsOf = async (files: Readonly<Record<string, string>>, exports: object) => {
  const manifest = { name: '@example/part', version: '1.0.0', type: 'module', files: ['dist'], exports }
  const folder = await temporaryFolder({ 'package.json': JSON.stringify(manifest), ...files })
  await promisify(execFile)('npm', ['pack', '--silent'], { cwd: folder })
  const { buffer, byteOffset, byteLength } = await readFile(join(folder, 'example-part-1.0.0.tgz'))
  return judgeTarball((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength))
}

it('has nothing to say about a package that works', async () => {
  expect(await problemsOf(good, { '.': exported() })).toEqual([])
})

it('finds an export whose file is not packed', async () => {
  const problems = await problemsOf(good, { '.': exported(), './more': { default: './src/more.js' } })
  expect(problems).toEqual(expect.arrayContaining([expect.stringContaining('./src/more.js')]))
})

it('finds missing declarations, and declarations of the wrong kind for `require`', async () => {
  const files = { ...good, 'dist/more.js': 'export const b = 1\n', 'dist/cjs.cjs': 'exports.a = 1\n' }
  const problems = await problemsOf(files, {
    '.': { import: exported(), require: exported({ default: './dist/cjs.cjs' }) },
    './more': { default: './dist/more.js' },
  })
  expect(problems).toEqual(
    expect.arrayContaining([expect.stringContaining('UntypedResolution'), expect.stringContaining('FalseESM')]),
  )
})
