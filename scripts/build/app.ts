// Builds one of the example apps into one folder: a script split where the app imports on demand, a stylesheet, and its page. Starts no server.
import { existsSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** `import code from './tiptap.ts?source'`: the file as it stands, for a page that shows it. */
const sourceText: Plugin = {
  name: 'source text',
  setup(made) {
    made.onResolve({ filter: /\?source$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?source', '')),
      namespace: 'source',
    }))
    made.onLoad({ filter: /./, namespace: 'source' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }))
  },
}

/**
 * Packages of ours as source. Not by a condition: packages of others publish sources under the same name, which are not meant to be run as they
 * stand.
 */
const ourSources = (root: string): Plugin => ({
  name: 'our sources',
  setup(made) {
    made.onResolve({ filter: /^@syncforge\// }, async ({ path }) => {
      const [, name = '', ...inner] = path.split('/')
      const folder = join(root, 'sdk', name)
      const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
      const asked = ['.', ...inner].join('/')
      const found = exports[asked]?.source ?? exports['./*']?.source.replace('*', inner.join('/'))
      return found ? { path: join(folder, found) } : undefined
    })
  },
})

/** Workers, and stylesheets of parts: the page asks for them by name, `./on-demand/<name>.js` or `.css`. */
const onDemandIn = async (source: string): Promise<string[]> =>
  (await readdir(join(source, 'src/on-demand')).catch(() => [])).map((name) => `src/on-demand/${name}`)

/**
 * Bundles `source` (an app with `index.html`, `src/main.tsx` or `src/main.ts`) into `folder`, from which it can be served at any address that ends with a slash.
 * The page names `./main.js` and `./main.css`; what lies in `src/on-demand` it can ask for later.
 *
 * @example
 * await buildApp('examples/whiteboard', '/tmp/whiteboard') // index.html, main.js, main.css, …
 */
export const buildApp = async (source: string, folder: string): Promise<void> => {
  await cp(join(source, 'index.html'), join(folder, 'index.html'))
  const main = existsSync(join(source, 'src/main.ts')) ? 'src/main.ts' : 'src/main.tsx'
  await build({
    absWorkingDir: source,
    entryPoints: [main, ...(await onDemandIn(source))],
    outbase: 'src',
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    target: ['es2022', 'safari17.5'],
    conditions: ['production', 'module', 'style'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
    assetNames: 'fonts/[name]-[hash]',
    chunkNames: 'parts/[name]-[hash]',
    plugins: [ourSources(join(source, '../..')), sourceText],
    legalComments: 'linked',
    logLevel: 'warning',
  })
}
