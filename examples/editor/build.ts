// Builds the page into `dist`: one script, one stylesheet, the fonts and the files of `public`. Starts no server.
import { cp } from 'node:fs/promises'
import { build } from 'esbuild'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * Bundles the editor page into `examples/editor/dist`.
 *
 * @example
 * await buildEditor() // dist/index.html, dist/app.js, dist/app.css, dist/theme-boot.js, …
 */
export const buildEditor = async (): Promise<void> => {
  // Written over, not removed first: another server may be serving the folder.
  await cp(here('public'), here('dist'), { recursive: true })
  await build({
    absWorkingDir: here('.'),
    entryPoints: [
      { in: 'src/main.ts', out: 'app' },
      { in: 'src/theme-boot.ts', out: 'theme-boot' },
      { in: 'styles/app.css', out: 'app' },
    ],
    outdir: 'dist',
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
