/** Beside each file of text that is worth it lies the same, gzipped: Cloudflare compresses what it serves, and one machine has better to do than that. */
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compressible = /\.(?:js|css|svg)$/
const worthItBytes = 1_024

/** Pages themselves stay as they are: the edge rewrites them. A file that has not changed since is left alone. */
export const compressFiles = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!compressible.test(name)) continue
    const path = join(folder, name)
    const [file, made] = await Promise.all([stat(path), stat(`${path}.gz`).catch(() => null)])
    if (file.size < worthItBytes || made?.mtimeMs === file.mtimeMs) continue
    await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path), { level: 9 }))
    await utimes(`${path}.gz`, file.mtime, file.mtime)
  }
}
