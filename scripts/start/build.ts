/** Builds what a start serves: the worker in one file, the editor page, the packages that customers import. */
import { join } from 'node:path'
import { build, stop } from 'esbuild'
import { buildSdk } from '../build-sdk.ts'
import { buildPage } from './build-page.ts'
import { reasonOf, StartError } from './start-error.ts'

/** Bundles `entry` for workerd into `outfile`. */
const bundleWorker = async (root: string, entry: string, outfile: string): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['source', 'workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'silent',
  })
}

/** File names in the folder that was built into. */
export interface Bundles {
  readonly edge: string
  readonly assets: string
}

/**
 * Builds everything at once, the worker bundles into `outDir`.
 *
 * @throws StartError with the first thing that does not build
 */
export const buildAll = async (root: string, main: string, outDir: string): Promise<Bundles> => {
  const bundles = { edge: 'edge.js', assets: 'assets.js' }
  try {
    await Promise.all([
      bundleWorker(root, main, join(outDir, bundles.edge)),
      bundleWorker(root, 'scripts/start/workerd/assets-worker.ts', join(outDir, bundles.assets)),
      buildSdk(),
      buildPage(root),
    ])
  } catch (error) {
    throw new StartError(`The build failed: ${reasonOf(error)}`)
  }
  // The build's own process would otherwise stay for as long as the server.
  await stop()
  return bundles
}
