/** Builds the documentation into a folder that is served at `/docs`: a page for each file of `docs/`, the search, and the same as plain text for programs. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import MiniSearch from 'minisearch'
import { searchOptions } from '../../../site/docs/search-options.ts'
import { renderMarkdown } from './markdown.ts'
import { kinds, type Page, readPages } from './pages.ts'
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

/**
 * Writes the documentation into `made`, with the SDK's reference that lies in `sdk`: `docs/start/index.html`, `docs/<kind>/<page>/index.html`, each page's Markdown beside it, `docs/search.json` and `llms.txt`.
 *
 * @example
 * await buildDocs('/clone', '/clone/dist/sdk-reference', '/tmp/site') // /tmp/site/docs/guides/deploy/index.html, …
 */
export const buildDocs = async (root: string, sdk: string, made: string): Promise<void> => {
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
  await write(join(made, 'docs/start/index.html'), frame(pages, startPage(pages)))
  await write(join(made, 'docs/search.json'), JSON.stringify(search))
  await write(join(made, 'llms.txt'), llmsText(pages))
}
