// Builds the dashboard into one folder: hashed files below /dashboard/, one chunk for what every page needs, one for each page. Starts no server.
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * Bundles the dashboard into `folder`, which is to be served at /dashboard/.
 *
 * @example
 * await buildDashboard('/tmp/dashboard') // index.html, assets/index-….js, …
 */
export const buildDashboard = async (folder: string): Promise<void> => {
  // Whatever the builder is run by, such as a test: people get the production build of React.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await bundle(folder)
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

const bundle = async (folder: string): Promise<void> => {
  await build({
    root: here('.'),
    base: '/dashboard/',
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    plugins: [react()],
    build: {
      outDir: folder,
      // Another server may be serving the folder: what it has told browsers to load stays there.
      emptyOutDir: false,
      target: ['es2022', 'safari17.5'],
      // The policy of the page allows no script in it, and a preload that fails is only slower.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      // A sign that several pages show weighs less among others than in a file of its own.
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: 'icons', test: /lucide-react.*icons/, minShareCount: 2 }] },
        },
      },
    },
  })
}
