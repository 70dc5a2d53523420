// Owns which files are the project's own code. Refuses what is installed, built or generated.
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'generated',
  '.git',
  '.data',
  '.wrangler',
  '.cache',
  'test-results',
  'results',
])
const CODE = /\.(ts|tsx|mts|mjs|js|css)$/

/** Paths of the code files below `root`, relative to it, with forward slashes, sorted. */
export const codeFiles = async (root: string): Promise<string[]> => {
  const found: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!NOT_OURS.has(entry.name)) await visit(path)
      } else if (CODE.test(entry.name)) found.push(relative(root, path).replaceAll(sep, '/'))
    }
  }
  await visit(root)
  return found.sort()
}

/** Tests and what only tests use. */
export const isTest = (path: string): boolean => /(^|\/)test\/|\.test\.ts$|(^|\/)test-kit\.ts$/.test(path)
