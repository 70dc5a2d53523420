// Owns the weight of the client: what a page downloads to use it, without Yjs, which the page brings itself.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Check } from './check.ts'

const MAX_GZIP_BYTES = 19_000

export const bundleSize: Check = {
  name: 'client bundle size',
  async run(root) {
    const { outputFiles } = await build({
      entryPoints: [join(root, 'sdk/client/src/index.ts')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      conditions: ['source'],
      external: ['yjs'],
      logLevel: 'silent',
    })
    const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
    const measured = `@syncforge/client is ${bytes} bytes gzipped without yjs, ${MAX_GZIP_BYTES} are allowed`
    return bytes > MAX_GZIP_BYTES ? { problems: [measured] } : { problems: [], notes: [measured] }
  },
}
