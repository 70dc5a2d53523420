// Owns lint and format, by biome.json.
import { join } from 'node:path'
import type { Check } from './check.ts'
import { runNode } from './command.ts'

export const lint: Check = {
  name: 'lint and format (biome)',
  async run(root) {
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const { exitCode, output } = await runNode(biome, ['ci', '--colors=off', '--max-diagnostics=50', '.'], root)
    return { problems: exitCode === 0 ? [] : [output.trim()] }
  },
}
