// Builds the page into one folder: a script, a stylesheet, the fonts and the files of `public`. Starts no server.
import { cp } from 'node:fs/promises'
import { build } from 'esbuild'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * Bundles the editor page into `folder`, from which it can be served at any address that ends with a slash.
 *
 * @example
 * await buildEditor('/tmp/editor') // index.html, app.js, app.css, theme-boot.js, …
 */
export const buildEditor = async (folder: string): Promise<void> => {
  // Written over, not removed first: another server may be serving the folder.
  await cp(here('public'), folder, { recursive: true })
  await build({
    absWorkingDir: here('.'),
    entryPoints: [
      { in: 'src/main.ts', out: 'app' },
      { in: 'src/theme-boot.ts', out: 'theme-boot' },
      { in: 'styles/app.css', out: 'app' },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'safari17.5'],
    conditions: ['source'],
    loader: { '.woff2': 'file' },
    assetNames: 'fonts/[name]-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
  })
}
