// Owns the weight of the client: what a page downloads before it can use it, without the packages that do the work of Yjs, which a page may have anyway.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import type { Check } from './check.ts'

const MAX_GZIP_BYTES = 14_000

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
    const first = [...loadedWith('bundle/index.js', metafile.outputs)].map((path) => join(root, path))
    const sizes = outputFiles.map(({ path, contents }) => ({
      isFirst: first.includes(path),
      bytes: gzipSync(contents, { level: 9 }).length,
    }))
    const sum = (isFirst: boolean) => sizes.reduce((all, file) => all + (file.isFirst === isFirst ? file.bytes : 0), 0)
    const measured = `@syncforge/client is ${sum(true)} bytes gzipped as first loaded, ${MAX_GZIP_BYTES} are allowed; ${sum(false)} more are loaded when asked for`
    return sum(true) > MAX_GZIP_BYTES ? { problems: [measured] } : { problems: [], notes: [measured] }
  },
}
