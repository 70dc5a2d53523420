/** Builds the editor page once per change, however many servers of one clone start: its folder is served while it is used. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildEditor } from '../../examples/editor/build.ts'

const LOCK_STALE_MS = 30_000
const POLL_MS = 50

/** Everything that the page is made of, apart from installed packages: those change with the lockfile. */
const inputFolders = ['examples/editor', 'sdk/client', 'sdk/protocol']

const filesOf = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name)
    if (entry.name === 'dist' || entry.name === 'node_modules') return []
    return entry.isDirectory() ? filesOf(path) : [path]
  })
  return (await Promise.all(nested)).flat().sort()
}

const hashInputs = async (root: string): Promise<string> => {
  const folders = await Promise.all(inputFolders.map((folder) => filesOf(join(root, folder))))
  const hash = createHash('sha256')
  for (const path of [join(root, 'package-lock.json'), ...folders.flat()]) {
    hash.update(`${path.slice(root.length)}\0`).update(await readFile(path))
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

/** Makes examples/editor/dist current. Rejects with what did not build. */
export const buildPage = async (root: string): Promise<void> => {
  const cache = join(root, 'node_modules', '.cache', 'syncforge')
  const stamp = join(cache, 'editor.stamp')
  const hash = await hashInputs(root)
  const isCurrent = async () =>
    existsSync(join(root, 'examples/editor/dist/index.html')) &&
    (await readFile(stamp, 'utf8').catch(() => '')) === hash
  if (await isCurrent()) return
  await mkdir(cache, { recursive: true })
  await alone(join(cache, 'editor.lock'), async () => {
    if (await isCurrent()) return
    await buildEditor()
    await writeFile(stamp, hash)
  })
}
