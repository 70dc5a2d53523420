/** Owns the declarations of the API's routes, by which the dashboard is typed: it sees their types and nothing of the server's own. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from '../check/command.ts'
import { buildOnce, cacheFolder } from './once.ts'

/** Makes node_modules/.cache/syncforge/api-types current. What does not compile is told by the workers' own check of types. */
export const buildApiTypes = (root: string): Promise<void> =>
  buildOnce(root, {
    name: 'api-types',
    madeOf: ['tsconfig.base.json', 'workers', 'durable-objects', 'sdk/protocol'],
    isThere: () => existsSync(join(cacheFolder(root), 'api-types/workers/edge/routes/index.d.ts')),
    async build() {
      const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
      await runNode(tsc, ['-p', 'workers/tsconfig.api.json'], root)
    },
  })
