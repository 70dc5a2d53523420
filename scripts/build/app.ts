// Builds one of the example apps into one folder: a script split where the app imports on demand, a stylesheet, and its page. Starts no server.
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * Bundles `source` (an app with `index.html`, `src/main.tsx` and perhaps `public`) into `folder`, from which it can be served at any address that ends with a slash.
 * The page names `./main.js` and `./main.css`.
 *
 * @example
 * await buildApp('examples/whiteboard', '/tmp/whiteboard') // index.html, main.js, main.css, …
 */
export const buildApp = async (source: string, folder: string): Promise<void> => {
  await cp(join(source, 'index.html'), join(folder, 'index.html'))
  await build({
    absWorkingDir: source,
    entryPoints: ['src/main.tsx'],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    target: ['es2022', 'safari17.5'],
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
    assetNames: 'fonts/[name]-[hash]',
    chunkNames: 'parts/[name]-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
  })
}
