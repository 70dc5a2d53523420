/** Beside each file of text that is worth it lies the same, gzipped: Cloudflare compresses what it serves, and one machine has better to do than that. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compressible = /\.(?:js|css|svg)$/
const worthItBytes = 1_024

/** Pages themselves stay as they are: the edge rewrites them. */
export const compressFiles = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!compressible.test(name) || (await stat(path)).size < worthItBytes) continue
    await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path), { level: 9 }))
  }
}
