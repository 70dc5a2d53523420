// Owns how many files a folder may hold. Refuses one in which nobody finds anything any more. Tests that lie beside what they test are not counted, those of `test` are.
import { posix } from 'node:path'
import type { Check } from './check.ts'
import { codeFiles, isTest } from './files.ts'

const MAX_FILES = 15

/** Told at every run. The folders of the server and of what customers install have none but the first. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'sdk/protocol':
    'one contract for each feature, imported by its name: the folder is the table of contents of the wire',
  'bench/load': 'a package of its own',
  'examples/editor/src': 'an example',
  'test/kit': 'what tests of all projects share, imported by its name',
}

export const folders: Check = {
  name: 'files of a folder',
  async run(root) {
    const sources = (await codeFiles(root)).filter((path) => !isTest(path) || path.startsWith('test/'))
    const counted = Map.groupBy(sources, posix.dirname)
    const problems: string[] = []
    const notes: string[] = []
    for (const [folder, { length }] of counted) {
      if (length <= MAX_FILES) continue
      const reason = EXCEPTIONS[folder]
      if (reason !== undefined) notes.push(`${folder} holds ${length} files: ${reason}`)
      else
        problems.push(`${folder} holds ${length} files, ${MAX_FILES} are allowed: let folders of it say what they do`)
    }
    for (const folder of Object.keys(EXCEPTIONS)) {
      const count = counted.get(folder)?.length ?? 0
      if (count > 0 && count <= MAX_FILES) problems.push(`${folder} holds ${count} files and needs no exception`)
    }
    return { problems, notes }
  },
}
