/** Owns how built files come to where they are served: each whole, at once. Removes nothing: what a page of before asks for stays there. */
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { compressFiles } from './compress.ts'

/** A page comes after everything that it names. */
const isPage = (name: string): boolean => name.endsWith('.html')

/**
 * Lets `make` fill an empty folder in `workFolder`, and moves what it made into `folder`, which is on the same file system. A server of the same clone may be serving it: whoever reads a file
 * gets all of the old one or all of the new one, never a part.
 */
export const publish = async (
  workFolder: string,
  folder: string,
  make: (made: string) => Promise<void>,
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const made = await mkdtemp(join(workFolder, 'building-'))
  try {
    await make(made)
    await compressFiles(made)
    const entries = await readdir(made, { recursive: true, withFileTypes: true })
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(made.length))
    for (const name of [...names.filter((each) => !isPage(each)), ...names.filter(isPage)]) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await rename(join(made, name), join(folder, name))
    }
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}
