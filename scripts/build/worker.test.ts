/** What is built comes to its place whole, also by several builds at once, as `wrangler dev` has it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { place } from './worker.ts'

it('a script is put into its place by many at once, each time whole', async () => {
  const text = 'x'.repeat(1_000_000)
  const folder = await temporaryFolder({ 'built.js': text, 'out/worker.js': text })
  const to = join(folder, 'out/worker.js')
  const read: string[] = []
  const put = async () => {
    await place(join(folder, 'built.js'), to)
    read.push(await readFile(to, 'utf8'))
  }
  await Promise.all(Array.from({ length: 100 }, put))
  expect(new Set(read)).toEqual(new Set([text]))
  expect(await readdir(join(folder, 'out'))).toEqual(['worker.js'])
})
