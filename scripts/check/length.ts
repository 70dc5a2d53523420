// Owns how long a file may be. Refuses code that is too long to be read in one sitting.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { codeFiles, isTest } from './files.ts'

const WARN_LINES = 300
const MAX_LINES = 400
const MAX_TEST_LINES = 600

export const length: Check = {
  name: 'file length',
  async run(root) {
    const problems: string[] = []
    const notes: string[] = []
    for (const path of await codeFiles(root)) {
      const lines = (await readFile(join(root, path), 'utf8')).split('\n').length - 1
      const maxLines = isTest(path) ? MAX_TEST_LINES : MAX_LINES
      if (lines > maxLines) problems.push(`${path} has ${lines} lines, ${maxLines} are allowed`)
      else if (lines > WARN_LINES && !isTest(path)) notes.push(`${path} has ${lines} lines: more than ${WARN_LINES}`)
    }
    return { problems, notes }
  },
}
