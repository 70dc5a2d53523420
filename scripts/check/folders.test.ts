import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { folders } from './folders.ts'

const filled = (folder: string, count: number, ending = '.ts') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/file${index}${ending}`, '']))

it('counts the sources of a folder, without its tests and without those of the folders in it', async () => {
  const files = { ...filled('sdk/a', 15), ...filled('sdk/a', 9, '.test.ts'), ...filled('sdk/a/b', 15) }
  expect((await folders.run(await temporaryFolder(files))).problems).toEqual([])
  expect((await folders.run(await temporaryFolder({ ...files, 'sdk/a/more.ts': '' }))).problems).toEqual([
    'sdk/a holds 16 files, 15 are allowed: let folders of it say what they do',
  ])
})

it('counts the tests of a folder of tests', async () => {
  const files = filled('test/http', 16, '.test.ts')
  expect((await folders.run(await temporaryFolder(files))).problems).toEqual([
    'test/http holds 16 files, 15 are allowed: let folders of it say what they do',
  ])
})

it('says when an exception is needed no more', async () => {
  expect((await folders.run(await temporaryFolder(filled('sdk/protocol', 15)))).problems).toEqual([
    'sdk/protocol holds 15 files and needs no exception',
  ])
})
