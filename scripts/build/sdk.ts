// Owns `dist/` of the packages that customers install: plain JavaScript and declarations. Refuses to build what has not changed.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildOnce, cacheFolder } from './once.ts'

const run = promisify(execFile)

/** In the order in which they need each other: a package is built against the built declarations of those before it. */
const packages = ['sdk/protocol', 'sdk/client', 'sdk/ui', 'sdk/react', 'sdk/vue', 'sdk/server'] as const

const compile = async (root: string, folder: string): Promise<void> => {
  const staging = join(cacheFolder(root), `${folder.replace('/', '-')}-${process.pid}`)
  await rm(staging, { recursive: true, force: true })
  const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
  try {
    await run(process.execPath, [tsc, '-p', join(root, folder, 'tsconfig.build.json'), '--outDir', staging])
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
    throw new Error(`${folder} does not build:\n${output}`)
  }
  // Emitted beside and then moved in, so that a reader of the old `dist` never meets half of the new one.
  const dist = join(root, folder, 'dist')
  const previous = `${staging}-previous`
  await rename(dist, previous).catch(() => undefined)
  await rename(staging, dist)
  await rm(previous, { recursive: true, force: true })
}

/**
 * Builds the SDK packages whose inputs changed since the last build. Rejects with the compiler's messages.
 *
 * @example
 * await buildSdk(root) // sdk/protocol/dist, sdk/client/dist and the others are current
 */
export const buildSdk = async (root: string): Promise<void> => {
  for (const [index, folder] of packages.entries()) {
    await buildOnce(root, {
      name: folder.replace('/', '-'),
      madeOf: ['tsconfig.base.json', ...packages.slice(0, index + 1)],
      isThere: () => existsSync(join(root, folder, 'dist')),
      build: () => compile(root, folder),
    })
  }
}
