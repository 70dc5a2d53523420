/** Builds something once per change of what it is made of, however many processes of one clone ask for it at once. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const LOCK_STALE_MS = 30_000
const POLL_MS = 50

export interface Product {
  /** Names its stamp and its lock; different for everything that is built. */
  readonly name: string
  /** Files and folders relative to the root. Installed packages are not among them: those change with the lockfile. */
  readonly madeOf: readonly string[]
  /** Whether what was built last is still where it belongs. */
  isThere(): boolean
  build(): Promise<void>
}

/** Where builds are kept between runs. */
export const cacheFolder = (root: string): string => join(root, 'node_modules', '.cache', 'syncforge')

const filesOf = async (path: string): Promise<string[]> => {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return found ? [path] : []
  const entries = await readdir(path, { withFileTypes: true })
  const nested = entries
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules' && !name.endsWith('.test.ts'))
    .map(({ name }) => filesOf(join(path, name)))
  return (await Promise.all(nested)).flat().sort()
}

const hashOf = async (root: string, madeOf: readonly string[]): Promise<string> => {
  const files = await Promise.all(['package-lock.json', ...madeOf].map((path) => filesOf(join(root, path))))
  const hash = createHash('sha256')
  for (const path of files.flat()) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(await readFile(path))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Runs `work` alone among processes. A lock that nobody touches any more is taken over. */
const alone = async (lock: string, work: () => Promise<void>): Promise<void> => {
  for (;;) {
    const taken = await mkdir(lock).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
        return false
      },
    )
    if (taken) break
    const touchedAt = (await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now()
    if (Date.now() - touchedAt > LOCK_STALE_MS) await rm(lock, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  const touch = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), LOCK_STALE_MS / 10)
  try {
    await work()
  } finally {
    clearInterval(touch)
    await rm(lock, { recursive: true, force: true })
  }
}

/** Makes the product current. Rejects with what did not build; the next call tries again. */
export const buildOnce = async (root: string, { name, madeOf, isThere, build }: Product): Promise<void> => {
  const cache = cacheFolder(root)
  const stamp = join(cache, `${name}.stamp`)
  const hash = await hashOf(root, madeOf)
  const isCurrent = async () => isThere() && (await readFile(stamp, 'utf8').catch(() => '')) === hash
  if (await isCurrent()) return
  await mkdir(cache, { recursive: true })
  await alone(join(cache, `${name}.lock`), async () => {
    if (await isCurrent()) return
    await build()
    await writeFile(stamp, hash)
  })
}
