/** What stands around a page of the documentation: the header, every page by its kind, what is on this one, the way on. */
import { escaped } from './escaped.ts'
import type { Heading, Section } from './markdown.ts'
import { type Kind, kinds, type Page } from './pages.ts'

export const addressOf = ({ path }: Page): string => `/docs/${path}/`

const groupOf = (pages: readonly Page[], { folder, title }: Kind, current: string): string => {
  const links = pages
    .filter(({ kind, isListed }) => kind.folder === folder && isListed)
    .map((page) => {
      const isHere = page.path === current ? ' aria-current="page"' : ''
      return `<li><a href="${addressOf(page)}"${isHere}>${escaped(page.title)}</a></li>`
    })
  return `<h2>${title}</h2><ul>${links.join('')}</ul>`
}

const navigation = (pages: readonly Page[], current: string): string =>
  `<ul><li><a href="/docs/start/"${current === '' ? ' aria-current="page"' : ''}>Start here</a></li><li><a href="/docs/"${current === 'rest' ? ' aria-current="page"' : ''}>REST API</a></li></ul>${kinds.map((kind) => groupOf(pages, kind, current)).join('')}`

const contents = (headings: readonly Heading[]): string => {
  const shown = headings.filter(({ level }) => level === 2)
  if (shown.length < 2) return ''
  const links = shown.map(({ id, text }) => `<li><a href="#${id}">${escaped(text)}</a></li>`)
  return `<nav class="contents" aria-labelledby="contents"><h2 id="contents">On this page</h2><ul>${links.join('')}</ul></nav>`
}

const wayOn = (pages: readonly Page[], current: string): string => {
  const listed = pages.filter(({ isListed }) => isListed)
  const index = listed.findIndex(({ path }) => path === current)
  const link = (page: Page | undefined, rel: string, word: string) =>
    page ? `<a rel="${rel}" href="${addressOf(page)}"><span>${word}</span>${escaped(page.title)}</a>` : '<span></span>'
  if (index < 0) return ''
  return `<nav class="way-on" aria-label="More pages">${link(listed[index - 1], 'prev', 'Before')}${link(listed[index + 1], 'next', 'Next')}</nav>`
}

export interface Shown {
  readonly title: string
  readonly description: string
  /** Below `docs/`; `''` for the page of them all. */
  readonly path: string
  readonly html: string
  readonly headings: readonly Heading[]
  /** Of this page alone. */
  readonly script?: string
}

export interface Findable extends Shown {
  /** What the search knows of it. */
  readonly sections: readonly Section[]
}

/** The whole page. It runs a script for the search, and works without. */
export const frame = (
  pages: readonly Page[],
  { title, description, path, html, headings, script }: Shown,
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped(title)}: SyncForge</title>
<meta name="description" content="${escaped(description)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="/theme-boot.js"></script>
<link rel="stylesheet" href="/docs.css">
<script src="/docs-search.js" defer></script>${script === undefined ? '' : `\n<script src="${script}" defer></script>`}
</head>
<body>
<a class="skip-link" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect class="brand-plate" width="32" height="32" rx="9"/><path class="brand-glyph" d="M23.5 8.5H9l4 6h10.5z"/><path class="brand-glyph brand-glyph-second" d="M8.5 23.5H23l-4-6H8.5z"/></svg><span>SyncForge</span></a>
<search class="search" hidden>
<input type="search" id="search" placeholder="Search" aria-label="Search the documentation" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off" spellcheck="false">
<ul id="found" role="listbox" aria-label="Pages found" hidden></ul>
<p class="nothing" role="status" hidden></p>
</search>
<nav class="top-nav" aria-label="Main"><a href="/docs/start/" aria-current="true">Docs</a><a href="/examples">Examples</a><a class="button" href="/dashboard">Dashboard</a></nav>
</header>
<div class="columns">
<details class="pages" open><summary>All pages</summary><nav aria-label="Documentation">${navigation(pages, path)}</nav></details>
<main id="main"><article>${html}</article>${wayOn(pages, path)}</main>
${contents(headings)}
</div>
</body>
</html>
`
