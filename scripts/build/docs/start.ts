/** The first page of the documentation: every other one, by what a reader wants, with its first sentence. */
import { escaped } from './escaped.ts'
import { kinds, type Page } from './pages.ts'
import { addressOf, type Shown } from './template.ts'

const card = (page: Page): string =>
  `<li><a href="${addressOf(page)}"><strong>${escaped(page.title)}</strong><span>${escaped(page.summary)}</span></a></li>`

export const startPage = (pages: readonly Page[]): Shown => {
  const groups = kinds.map(({ folder, title, lead }) => {
    const cards = pages.filter(({ kind, isListed }) => kind.folder === folder && isListed).map(card)
    return `<h2 id="${folder}">${title}</h2><p>${lead}</p><ul class="cards">${cards.join('')}</ul>`
  })
  return {
    title: 'Documentation',
    description: 'Tutorials, guides, reference and explanation of SyncForge.',
    path: '',
    html: `<h1>Documentation</h1><p class="lead">Presence, cursors, documents, comments, chat and more, in rooms that your product joins. New here? Begin with a tutorial. For programs that read, <a href="/llms.txt">/llms.txt</a> lists every page as plain text.</p>${groups.join('')}`,
    headings: kinds.map(({ folder, title }) => ({ level: 2, id: folder, text: title })),
  }
}
