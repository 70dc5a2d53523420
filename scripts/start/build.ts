/** Builds what a start serves: the worker in one file, the editor page, the packages that customers import. */
import { copyFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, stop } from 'esbuild'
import { buildSdk } from '../build-sdk.ts'
import { buildPage } from './build-page.ts'
import { reasonOf, StartError } from './start-error.ts'

/** WebAssembly stays a file of its own beside the bundle: workerd compiles it when it is imported. */
const webAssembly = (outDir: string, found: Set<string>): Plugin => ({
  name: 'webassembly',
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, async ({ path }) => {
      const name = basename(path)
      if (!found.has(name)) await copyFile(fileURLToPath(import.meta.resolve(path)), join(outDir, name))
      found.add(name)
      return { path: `./${name}`, external: true }
    })
  },
})

/** Bundles `entry` for workerd into `outfile`. Returns the names of the WebAssembly files that it imports. */
const bundleWorker = async (root: string, entry: string, outfile: string): Promise<readonly string[]> => {
  const found = new Set<string>()
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['source', 'workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [webAssembly(dirname(outfile), found)],
    logLevel: 'silent',
  })
  return [...found]
}

/** File names in the folder that was built into. */
export interface Bundles {
  readonly edge: string
  readonly assets: string
  /** WebAssembly that the edge imports. */
  readonly wasm: readonly string[]
}

/**
 * Builds everything at once, the worker bundles into `outDir`.
 *
 * @throws StartError with the first thing that does not build
 */
export const buildAll = async (root: string, main: string, outDir: string): Promise<Bundles> => {
  const bundles = { edge: 'edge.js', assets: 'assets.js' }
  let wasm: readonly string[]
  try {
    ;[wasm] = await Promise.all([
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
  return { ...bundles, wasm }
}
