/** Builds the documentation into a folder that is served at `/docs`: a page for each file of `docs/`, the search, and the same as plain text for programs. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import MiniSearch from 'minisearch'
import { searchOptions } from '../../../site/docs/search-options.ts'
import { renderMarkdown } from './markdown.ts'
import { kinds, type Page, readPages, type Sources } from './pages.ts'
import { groupsOf } from './rest/groups.ts'
import { groupPage, overviewPage } from './rest/page.ts'
import { startPage } from './start.ts'
import { addressOf, type Findable, frame } from './template.ts'

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
 * Writes the documentation into `made`: `docs/index.html`, the routes of REST, and `docs/rest/<group>/index.html`; `docs/start/index.html`, `docs/<kind>/<page>/index.html`, each page's Markdown beside it, `docs/search.json` and `llms.txt`.
 *
 * @example
 * await buildDocs('/clone', { sdk: '/clone/dist/sdk-reference', api }, '/tmp/site') // /tmp/site/docs/guides/deploy/index.html, …
 */
export const buildDocs = async (root: string, sources: Sources, made: string): Promise<void> => {
  const { api } = sources
  const pages = await readPages(root, sources)
  const known = new Set(pages.map(({ path }) => path))
  const groups = groupsOf(api)
  const search = new MiniSearch(searchOptions)
  const shownOf = (page: Page): Findable => {
    const group = groups.find(({ path }) => path === page.path)
    if (group) return groupPage(group, api)
    const { title, summary: description, path } = page
    return { title, description, path, ...renderMarkdown(page.markdown, page.folder, known) }
  }
  const publishPage = async (address: string, { sections, ...shown }: Findable) => {
    const { title } = shown
    await write(join(made, address, 'index.html'), frame(pages, shown))
    const found = sections.map((section) => ({
      id: `${address}${section.id === '' ? '' : `#${section.id}`}`,
      page: title,
      title: section.title || title,
      text: section.text,
    }))
    search.addAll(found)
  }
  for (const page of pages) {
    await publishPage(addressOf(page), shownOf(page))
    await write(join(made, 'docs', `${page.path}.md`), page.markdown)
  }
  await publishPage('/docs/', overviewPage(groups, api))
  await write(join(made, 'docs/start/index.html'), frame(pages, startPage(pages)))
  await write(join(made, 'docs/search.json'), JSON.stringify(search))
  await write(join(made, 'llms.txt'), llmsText(pages))
}
