// Owns `dist/` of the packages that customers install: plain JavaScript and declarations. Refuses to build what has not changed.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const cache = join(root, 'node_modules', '.cache', 'syncforge')

/** In the order in which they need each other: a package is built against the built declarations of those before it. */
export const packages = ['sdk/protocol', 'sdk/client'] as const

const sourcesOf = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](dist|node_modules)[/\\]/.test(path))
    .sort()
}

/** A hash of everything that the output depends on, the packages before this one included. */
const inputsHash = async (folders: readonly string[]): Promise<string> => {
  const hash = createHash('sha256')
  const shared = ['tsconfig.base.json', 'node_modules/typescript/package.json'].map((path) => join(root, path))
  for (const path of [...shared, ...(await Promise.all(folders.map(sourcesOf))).flat()]) {
    hash
      .update(path.slice(root.length))
      .update('\0')
      .update(await readFile(path))
      .update('\0')
  }
  return hash.digest('hex')
}

const compile = async (folder: string): Promise<void> => {
  const staging = join(cache, `${folder.replace('/', '-')}-${process.pid}`)
  await rm(staging, { recursive: true, force: true })
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
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
  await rename(staging, dist).catch(async (error: NodeJS.ErrnoException) => {
    // Another process that built the same was quicker: its output is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(staging, { recursive: true, force: true })
  })
  await rm(previous, { recursive: true, force: true })
}

/**
 * Builds the SDK packages whose inputs changed since the last build. Rejects with the compiler's messages.
 *
 * @example
 * await buildSdk() // sdk/protocol/dist and sdk/client/dist are current
 */
export const buildSdk = async (): Promise<void> => {
  await mkdir(cache, { recursive: true })
  for (const [index, folder] of packages.entries()) {
    const stamp = join(cache, `${folder.replace('/', '-')}.stamp`)
    const hash = await inputsHash(packages.slice(0, index + 1))
    const built = existsSync(join(root, folder, 'dist')) ? await readFile(stamp, 'utf8').catch(() => '') : ''
    if (built === hash) continue
    await compile(folder)
    await writeFile(stamp, hash)
  }
}
