/** Builds what a start serves: the workers, the pages, the packages that customers import. Only what has changed. */
import { join, relative } from 'node:path'
import { stop } from 'esbuild'
import { buildPages } from '../build/pages.ts'
import { buildSdk } from '../build/sdk.ts'
import { buildWorker, type WorkerFiles } from '../build/worker.ts'
import { reasonOf, StartError } from './start-error.ts'
import type { ServedWorker } from './workerd/capnp.ts'
import type { WorkerConfig } from './workerd/wrangler-config.ts'

/** Bundles the workers into `outDir`. */
export const buildWorkers = async (
  root: string,
  workers: readonly [WorkerConfig, ...WorkerConfig[]],
  outDir: string,
): Promise<readonly [ServedWorker, ...ServedWorker[]]> => {
  const serve = async ({ folder, config }: WorkerConfig): Promise<ServedWorker> => {
    const main = relative(root, join(folder, config.main))
    return { config, files: await buildWorker(root, { name: config.name, main }, outDir) }
  }
  const [front, ...others] = workers
  return [await serve(front), ...(await Promise.all(others.map(serve)))]
}

export interface Built {
  readonly workers: readonly [ServedWorker, ...ServedWorker[]]
  readonly assets: WorkerFiles
  readonly standIns: WorkerFiles
}

/**
 * Builds everything at once, the worker bundles into `outDir`.
 *
 * @throws StartError with the first thing that does not build
 */
export const buildAll = async (
  root: string,
  configs: readonly [WorkerConfig, ...WorkerConfig[]],
  outDir: string,
): Promise<Built> => {
  try {
    const [workers, assets, standIns] = await Promise.all([
      buildWorkers(root, configs, outDir),
      buildWorker(root, { name: 'assets', main: 'scripts/start/workerd/assets-worker.ts' }, outDir),
      buildWorker(root, { name: 'stand-ins', main: 'scripts/start/workerd/stand-ins-worker.ts' }, outDir),
      buildSdk(root),
      buildPages(root),
    ])
    // The builder's own process would otherwise stay for as long as the server.
    await stop()
    return { workers, assets, standIns }
  } catch (error) {
    throw new StartError(`The build failed: ${reasonOf(error)}`)
  }
}
