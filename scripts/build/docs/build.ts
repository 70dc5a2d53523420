/** Builds the documentation into a folder that is served at `/docs`: a page for each file of `docs/`, the search, and the same as plain text for programs. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import MiniSearch from 'minisearch'
import { searchOptions } from '../../../site/docs/search-options.ts'
import type { OpenApi } from '../../../site/docs/try/openapi.ts'
import { renderMarkdown } from './markdown.ts'
import { kinds, type Page, readPages } from './pages.ts'
import { restPage } from './rest/page.ts'
import { startPage } from './start.ts'
import { addressOf, frame } from './template.ts'

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

/** See llmstxt.org. */
const llmsText = (pages: readonly Page[]): string => {
  const groups = kinds.map(({ folder, title }) => {
    const lines = pages
      .filter(({ kind, isListed }) => kind.folder === folder && isListed)
      .map((page) => `- [${page.title}](/docs/${page.path}.md): ${page.summary}`)
    return `## ${title}\n\n${lines.join('\n')}\n`
  })
  return `# SyncForge\n\n> Real-time collaboration for products: presence, cursors, Yjs documents, comments, chat, locks, records, checklists, notifications, in rooms.\n\nEvery route of REST is described at /openapi.json.\n\n${groups.join('\n')}`
}

/** What is made of the code. */
interface Sources {
  /** The folder of the SDK's reference. */
  readonly sdk: string
  readonly api: OpenApi
}

/**
 * Writes the documentation into `made`: `docs/index.html`, the routes of REST; `docs/start/index.html`, `docs/<kind>/<page>/index.html`, each page's Markdown beside it, `docs/search.json` and `llms.txt`.
 *
 * @example
 * await buildDocs('/clone', { sdk: '/clone/dist/sdk-reference', api }, '/tmp/site') // /tmp/site/docs/guides/deploy/index.html, …
 */
export const buildDocs = async (root: string, { sdk, api }: Sources, made: string): Promise<void> => {
  const pages = await readPages(root, sdk)
  const known = new Set(pages.map(({ path }) => path))
  const search = new MiniSearch(searchOptions)
  for (const page of pages) {
    const { html, headings, sections } = renderMarkdown(page.markdown, page.folder, known)
    const shown = { title: page.title, description: page.summary, path: page.path, html, headings }
    await write(join(made, 'docs', page.path, 'index.html'), frame(pages, shown))
    await write(join(made, 'docs', `${page.path}.md`), page.markdown)
    search.addAll(
      sections.map(({ id, title, text }) => ({
        id: `${addressOf(page)}${id === '' ? '' : `#${id}`}`,
        page: page.title,
        title: title || page.title,
        text,
      })),
    )
  }
  const { sections, ...rest } = restPage(api)
  await write(join(made, 'docs/index.html'), frame(pages, rest))
  search.addAll(sections.map(({ id, title, text }) => ({ id: `/docs/#${id}`, page: rest.title, title, text })))
  await write(join(made, 'docs/start/index.html'), frame(pages, startPage(pages)))
  await write(join(made, 'docs/search.json'), JSON.stringify(search))
  await write(join(made, 'llms.txt'), llmsText(pages))
}
