// Owns type-checking: every project that the root tsconfig.json refers to, as editors see them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { runNode } from './command.ts'

interface RootConfig {
  readonly references: readonly { readonly path: string }[]
}

export const compile: Check = {
  name: 'types (tsc)',
  async run(root) {
    const { references } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')) as RootConfig
    const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
    const problems = new Set<string>()
    for (const { path } of references) {
      // What was found out the last time is kept: a second run looks only at what has changed since.
      const known = join(root, 'node_modules', '.cache', 'syncforge', 'types', `${path.replaceAll(/\W+/g, '-')}.json`)
      const kept = ['--incremental', '--tsBuildInfoFile', known]
      const { exitCode, output } = await runNode(tsc, ['-p', path, '--pretty', 'false', ...kept], root)
      if (exitCode === 0) continue
      // A file of one project is reported again by each project that imports it.
      for (const message of output.trim().split(/\n(?=\S)/)) problems.add(message)
    }
    return { problems: [...problems] }
  },
}
