/** Bundles a worker for workerd: one script, with the WebAssembly that it imports as files of its own beside it. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { buildOnce, cacheFolder } from './once.ts'

/** workerd compiles WebAssembly when it is imported: it is copied, not bundled. */
const webAssembly = (outDir: string): Plugin => {
  const copied = new Set<string>()
  return {
    name: 'webassembly',
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm$/ }, async ({ path }) => {
        const name = basename(path)
        if (!copied.has(name)) await copyFile(fileURLToPath(import.meta.resolve(path)), join(outDir, name))
        copied.add(name)
        return { path: `./${name}`, external: true }
      })
    },
  }
}

/** zod speaks fifty languages, of which nobody asks for any: 50 kB gzipped of a worker, evaluated wherever an object wakes. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/**
 * What declares routes adds one method to zod's schemas, and asks for all of zod to do it; handed what it touches, the rest can be left out:
 * 25 kB gzipped. What it hands on as `z` is used by nobody here.
 */
const noMoreOfZodThanUsed: Plugin = {
  name: 'no-more-of-zod-than-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^zod$/ }, ({ importer, resolveDir }) =>
      /[\\/]@hono[\\/]zod-openapi[\\/]/.test(importer)
        ? { path: 'zod', namespace: 'zod-as-routes-use-it', pluginData: { resolveDir } }
        : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'zod-as-routes-use-it' }, ({ pluginData }) => ({
      contents: "import { ZodType } from 'zod'\nexport const z = { ZodType }",
      resolveDir: (pluginData as { readonly resolveDir: string }).resolveDir,
    }))
  },
}

const bundle = async (root: string, main: string, outDir: string): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: [main],
    outfile: join(outDir, 'worker.js'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['source', 'workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [webAssembly(outDir), englishOnly, noMoreOfZodThanUsed],
    logLevel: 'silent',
  })
}

/** Copies a file whole, at once: `wrangler dev` builds as many times at once as it serves workers, into one folder. */
export const place = async (from: string, to: string): Promise<void> => {
  const staged = `${to}.${randomUUID()}`
  await copyFile(from, staged)
  await rename(staged, to)
}

/** File names in the folder that the worker was copied into. */
export interface WorkerFiles {
  readonly script: string
  readonly wasm: readonly string[]
}

/**
 * Bundles the worker whose entry is `main` if its sources changed, and copies it into `outDir`, where its script is called
 * `<name>.js`.
 */
export const buildWorker = async (
  root: string,
  { name, main }: { readonly name: string; readonly main: string },
  outDir: string,
): Promise<WorkerFiles> => {
  const built = join(cacheFolder(root), `worker-${name}`)
  await buildOnce(root, {
    name: `worker-${name}`,
    madeOf: ['package.json', 'scripts/build', 'workers', 'durable-objects', 'telemetry', 'sdk/protocol', dirname(main)],
    isThere: () => existsSync(built),
    async build() {
      const staging = `${built}-${process.pid}`
      await rm(staging, { recursive: true, force: true })
      await mkdir(staging, { recursive: true })
      await bundle(root, main, staging)
      await rm(built, { recursive: true, force: true })
      await rename(staging, built)
    },
  })
  await place(join(built, 'worker.js'), join(outDir, `${name}.js`))
  const wasm = (await readdir(built)).filter((file) => file.endsWith('.wasm'))
  for (const file of wasm) await place(join(built, file), join(outDir, file))
  return { script: `${name}.js`, wasm }
}
