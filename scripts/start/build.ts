/** Builds what a start serves: the workers, the editor page, the packages that customers import. Only what has changed. */
import { stop } from 'esbuild'
import { buildPage } from '../build/page.ts'
import { buildSdk } from '../build/sdk.ts'
import { buildWorker, type WorkerFiles } from '../build/worker.ts'
import { reasonOf, StartError } from './start-error.ts'

export interface Bundles {
  readonly edge: WorkerFiles
  readonly assets: WorkerFiles
}

/**
 * Builds everything at once, the worker bundles into `outDir`.
 *
 * @throws StartError with the first thing that does not build
 */
export const buildAll = async (root: string, main: string, outDir: string): Promise<Bundles> => {
  try {
    const [edge, assets] = await Promise.all([
      buildWorker(root, { name: 'edge', main }, outDir),
      buildWorker(root, { name: 'assets', main: 'scripts/start/workerd/assets-worker.ts' }, outDir),
      buildSdk(root),
      buildPage(root),
    ])
    // The builder's own process would otherwise stay for as long as the server.
    await stop()
    return { edge, assets }
  } catch (error) {
    throw new StartError(`The build failed: ${reasonOf(error)}`)
  }
}
