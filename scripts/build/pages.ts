/**
 * Owns `dist/pages`, everything static that a server of a clone serves: the first page, the examples, the dashboard, each in the folder of its address.
 * Each part writes its own folder over and removes nothing first: another server may be serving it.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { buildEditor } from '../../examples/editor/build.ts'
import { compressFiles } from './compress.ts'
import { buildOnce } from './once.ts'

/** What wrangler.toml names as the folder of its assets. */
const pagesFolder = (root: string): string => join(root, 'dist', 'pages')

const editorFolder = 'examples/editor'

/** `/`, `/examples` and the page for an address that is nothing. They look like the editor, and go by the theme chosen there. */
const buildSite = (root: string): Promise<void> => {
  const folder = pagesFolder(root)
  return buildOnce(root, {
    name: 'site',
    madeOf: ['site', 'scripts/build/pages.ts', `${editorFolder}/styles`, `${editorFolder}/src`],
    isThere: () => existsSync(join(folder, 'index.html')),
    async build() {
      await mkdir(folder, { recursive: true })
      await cp(join(root, 'site'), folder, { recursive: true, filter: (path) => !path.endsWith('styles') })
      await cp(join(root, editorFolder, 'public/favicon.svg'), join(folder, 'favicon.svg'))
      await build({
        absWorkingDir: root,
        entryPoints: [
          { in: 'site/styles/site.css', out: 'site' },
          { in: `${editorFolder}/src/theme-boot.ts`, out: 'theme-boot' },
        ],
        outdir: folder,
        bundle: true,
        minify: true,
        format: 'iife',
        target: ['es2022', 'safari17.5'],
        loader: { '.woff2': 'file' },
        assetNames: 'fonts/[name]-[hash]',
        logLevel: 'warning',
      })
    },
  })
}

const buildEditorPage = (root: string): Promise<void> => {
  const folder = join(pagesFolder(root), editorFolder)
  return buildOnce(root, {
    name: 'editor',
    madeOf: [editorFolder, 'scripts/build/pages.ts', 'sdk/client', 'sdk/protocol'],
    isThere: () => existsSync(join(folder, 'index.html')),
    build: () => buildEditor(folder),
  })
}

const buildDashboardPage = (root: string): Promise<void> => {
  const folder = join(pagesFolder(root), 'dashboard')
  return buildOnce(root, {
    name: 'dashboard',
    madeOf: ['dashboard', 'scripts/build/pages.ts', `${editorFolder}/styles`, 'sdk/protocol'],
    isThere: () => existsSync(join(folder, 'index.html')),
    async build() {
      // A large builder, which a start that has nothing to build does without.
      const { buildDashboard } = await import('../../dashboard/build.ts')
      await buildDashboard(folder)
    },
  })
}

/** Makes `dist/pages` current. Rejects with what did not build. */
export const buildPages = async (root: string): Promise<void> => {
  await Promise.all([buildSite(root), buildEditorPage(root), buildDashboardPage(root)])
  await compressFiles(pagesFolder(root))
}
