// Owns the weight of the client: what a page downloads before it can use it, and with the first use of a part of it, without the packages that do the work
// of Yjs, which a page may have anyway.
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import type { Check } from './check.ts'

const MAX_GZIP_BYTES = 14_000
const MAX_PART_GZIP_BYTES = 4_096

/** The files that are loaded with `entry`: those that it imports statically, directly or by another. */
const loadedWith = (entry: string, outputs: Metafile['outputs']): ReadonlySet<string> => {
  const loaded = new Set<string>()
  const visit = (path: string) => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) visit(imported)
    }
  }
  visit(entry)
  return loaded
}

export const bundleSize: Check = {
  name: 'client bundle size',
  async run(root) {
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      entryPoints: [join(root, 'sdk/client/src/index.ts')],
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      outdir: join(root, 'bundle'),
      metafile: true,
      charset: 'utf8',
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      conditions: ['source'],
      external: ['yjs', 'y-protocols', 'lib0', 'y-indexeddb'],
      logLevel: 'silent',
    })
    const { outputs } = metafile
    const sizes = new Map(
      outputFiles.map(({ path, contents }) => [relative(root, path), gzipSync(contents, { level: 9 }).length]),
    )
    const sum = (paths: Iterable<string>) => [...paths].reduce((all, path) => all + (sizes.get(path) ?? 0), 0)
    const first = loadedWith('bundle/index.js', outputs)
    const parts = Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined || first.has(path)
        ? []
        : [{ entryPoint, bytes: sum([...loadedWith(path, outputs)].filter((loaded) => !first.has(loaded))) }],
    )
    const later = sum(sizes.keys()) - sum(first)
    const measured = `@syncforge/client is ${sum(first)} bytes gzipped as first loaded, ${MAX_GZIP_BYTES} are allowed; ${later} more are loaded when asked for`
    const heavy = parts
      .filter(({ bytes }) => bytes > MAX_PART_GZIP_BYTES)
      .map(
        ({ entryPoint, bytes }) =>
          `${entryPoint} is ${bytes} bytes gzipped with what it loads, ${MAX_PART_GZIP_BYTES} are allowed for a part`,
      )
    const problems = [...(sum(first) > MAX_GZIP_BYTES ? [measured] : []), ...heavy]
    return problems.length > 0 ? { problems } : { problems: [], notes: [measured] }
  },
}
