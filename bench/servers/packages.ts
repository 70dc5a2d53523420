// Owns where the bench finds installed packages: its own, and those of the project that it measures.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const benchRoot = dirname(dirname(fileURLToPath(import.meta.url)))
export const projectRoot = dirname(benchRoot)

/** Version of a package of the bench's own, as installed. */
export const installedVersion = (name: string): string => {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(benchRoot, 'node_modules', name, 'package.json'), 'utf8'),
  )
  return manifest.version
}

/**
 * Resolves through the project's wrangler, so that y-partyserver and SyncForge run on one and the same workerd.
 */
export const requireFromWrangler = createRequire(createRequire(join(projectRoot, 'package.json')).resolve('wrangler'))

/** Version of the workerd that serves all of them. */
export const installedWorkerd = (): string => {
  const manifest: { version: string } = requireFromWrangler('workerd/package.json')
  return manifest.version
}
