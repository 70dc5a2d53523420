/** `npm run build`: everything that a deployment uploads, into `dist`: the pages, and each worker as one script. `wrangler` runs it by itself. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stop } from 'esbuild'
import { buildWorkers } from '../start/build.ts'
import { readWorkers } from '../start/workerd/wrangler-config.ts'
import { buildPages } from './pages.ts'
import { buildSdk } from './sdk.ts'

const root = join(import.meta.dirname, '..', '..')
const outDir = join(root, 'dist', 'workers')

await mkdir(outDir, { recursive: true })
try {
  await Promise.all([
    readWorkers(root).then((workers) => buildWorkers(root, workers, outDir)),
    buildPages(root),
    buildSdk(root),
  ])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
await stop()
