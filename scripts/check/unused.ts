// Owns unused files, exports and dependencies, by knip.json.
import { join } from 'node:path'
import type { Check } from './check.ts'
import { runNode } from './command.ts'

export const unused: Check = {
  name: 'unused exports and dependencies (knip)',
  async run(root) {
    const knip = join(root, 'node_modules', 'knip', 'bin', 'knip.js')
    const { exitCode, output } = await runNode(knip, ['--no-progress', '--no-config-hints'], root)
    return { problems: exitCode === 0 ? [] : [output.trim()] }
  },
}
