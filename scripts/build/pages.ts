/**
 * Owns `dist/pages`, everything static that a server of a clone serves: the first page, the examples, the dashboard, each in the folder of its address.
 * Each part is built beside it and published file by file: another server may be serving it.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { buildEditor } from '../../examples/editor/build.ts'
import type { OpenApi } from '../../site/docs/try/openapi.ts'
import { buildApp } from './app.ts'
import { buildDocs } from './docs/build.ts'
import { buildOnce } from './once.ts'
import { readOpenApi } from './openapi.ts'
import { publish } from './publish.ts'
import { buildScriptTag } from './script-tag.ts'

/** What wrangler.toml names as the folder of its assets. */
const pagesFolder = (root: string): string => join(root, 'dist', 'pages')

/** Not in the folder above: a build that is killed leaves nothing that is served or deployed. */
const workFolder = (root: string): string => join(root, 'dist')

const editorFolder = 'examples/editor'

const builders = ['scripts/build/pages.ts', 'scripts/build/publish.ts', 'scripts/build/compress.ts']

/** The reference of the SDK as Markdown, which the documentation shows. */
const sdkReferenceFolder = (root: string): string => join(root, 'dist', 'sdk-reference')

const buildSdkReference = (root: string): Promise<void> =>
  buildOnce(root, {
    name: 'sdk-reference',
    madeOf: ['sdk', 'tsconfig.base.json', 'scripts/build/docs/sdk.ts', 'scripts/build/docs/tsconfig.sdk.json'],
    isThere: () => existsSync(sdkReferenceFolder(root)),
    async build() {
      // A large library, which a start that has nothing to build does without.
      const { writeSdkReference } = await import('./docs/sdk.ts')
      await writeSdkReference(root, sdkReferenceFolder(root))
    },
  })

const openApiFile = (root: string): string => join(root, 'dist', 'openapi.json')

const buildOpenApi = (root: string): Promise<void> =>
  buildOnce(root, {
    name: 'openapi',
    madeOf: ['workers', 'sdk/protocol', 'package.json', 'scripts/build/openapi.ts'],
    isThere: () => existsSync(openApiFile(root)),
    async build() {
      await mkdir(join(root, 'dist'), { recursive: true })
      await writeFile(openApiFile(root), await readOpenApi(root))
    },
  })

/** `/`, `/examples`, the documentation and the page for an address that is nothing. They look like the editor, and go by the theme chosen there. */
const buildSite = async (root: string): Promise<void> => {
  const folder = pagesFolder(root)
  await Promise.all([buildSdkReference(root), buildOpenApi(root)])
  return buildOnce(root, {
    name: 'site',
    madeOf: [
      'site',
      'docs',
      'README.md',
      'scripts/build/docs',
      // What these are made of may change without changing them.
      'dist/sdk-reference',
      'dist/openapi.json',
      ...builders,
      `${editorFolder}/styles`,
      `${editorFolder}/src`,
    ],
    isThere: () => existsSync(join(folder, 'index.html')),
    build: () =>
      publish(workFolder(root), folder, async (made) => {
        for (const name of ['index.html', 'not-found.html', 'examples']) {
          await cp(join(root, 'site', name), join(made, name), { recursive: true })
        }
        const api = JSON.parse(await readFile(openApiFile(root), 'utf8')) as OpenApi
        await buildDocs(root, { sdk: sdkReferenceFolder(root), api }, made)
        await cp(join(root, editorFolder, 'public/favicon.svg'), join(made, 'favicon.svg'))
        await build({
          absWorkingDir: root,
          entryPoints: [
            { in: 'site/styles/site.css', out: 'site' },
            { in: 'site/styles/docs.css', out: 'docs' },
            { in: 'site/docs/search.ts', out: 'docs-search' },
            { in: 'site/docs/try/index.ts', out: 'docs-try' },
            { in: `${editorFolder}/src/theme-boot.ts`, out: 'theme-boot' },
          ],
          outdir: made,
          bundle: true,
          minify: true,
          format: 'iife',
          target: ['es2022', 'safari17.5'],
          loader: { '.woff2': 'file' },
          assetNames: 'fonts/[name]-[hash]',
          logLevel: 'warning',
        })
      }),
  })
}

const buildEditorPage = (root: string): Promise<void> => {
  const folder = join(pagesFolder(root), editorFolder)
  return buildOnce(root, {
    name: 'editor',
    madeOf: [editorFolder, ...builders, 'sdk/client', 'sdk/protocol'],
    isThere: () => existsSync(join(folder, 'index.html')),
    build: () => publish(workFolder(root), folder, buildEditor),
  })
}

const buildDashboardPage = (root: string): Promise<void> => {
  const folder = join(pagesFolder(root), 'dashboard')
  return buildOnce(root, {
    name: 'dashboard',
    madeOf: ['dashboard', ...builders, `${editorFolder}/styles`, 'sdk/protocol'],
    isThere: () => existsSync(join(folder, 'index.html')),
    async build() {
      // A large builder, which a start that has nothing to build does without.
      const { buildDashboard } = await import('../../dashboard/build.ts')
      await publish(workFolder(root), folder, buildDashboard)
    },
  })
}

/** The example apps, each built in the same way and served at `/examples/<name>/`. */
const apps: readonly string[] = ['converge', 'gallery', 'scratchpad', 'siteflow', 'whiteboard']

const buildAppPage = (root: string, name: string): Promise<void> => {
  const source = `examples/${name}`
  const folder = join(pagesFolder(root), source)
  return buildOnce(root, {
    name,
    madeOf: [source, ...builders, 'scripts/build/app.ts', `${editorFolder}/styles`, 'sdk'],
    isThere: () => existsSync(join(folder, 'index.html')),
    build: () => publish(workFolder(root), folder, (made) => buildApp(join(root, source), made)),
  })
}

/** `/sdk/syncforge.js`, for pages that have no bundler. */
const buildScript = (root: string): Promise<void> => {
  const folder = join(pagesFolder(root), 'sdk')
  return buildOnce(root, {
    name: 'script-tag',
    madeOf: [...builders, 'scripts/build/script-tag.ts', 'sdk/protocol', 'sdk/client', 'sdk/ui'],
    isThere: () => existsSync(join(folder, 'syncforge.js')),
    build: () => publish(workFolder(root), folder, (made) => buildScriptTag(root, made)),
  })
}

/** Makes `dist/pages` current. Rejects with what did not build. */
export const buildPages = async (root: string): Promise<void> => {
  await Promise.all([
    buildSite(root),
    buildEditorPage(root),
    buildDashboardPage(root),
    buildScript(root),
    ...apps.map((name) => buildAppPage(root, name)),
  ])
}
