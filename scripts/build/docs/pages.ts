/** The pages of the documentation as they lie in `docs/`, in the order in which they are offered. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** One kind of page for each folder, by what a reader wants. */
export const kinds = [
  { folder: 'tutorials', title: 'Tutorials', lead: 'Learn by making something, from an empty folder on.' },
  { folder: 'guides', title: 'Guides', lead: 'How to do one thing, for people who know what they want.' },
  { folder: 'reference', title: 'Reference', lead: 'Every call, route, field, limit and error.' },
  { folder: 'explanation', title: 'Explanation', lead: 'How it works inside, and why.' },
] as const

export type Kind = (typeof kinds)[number]

export interface Page {
  readonly kind: Kind
  /** Below `docs/`, without its ending: `guides/deploy`. */
  readonly path: string
  /** The folder that its links begin at. */
  readonly folder: string
  readonly title: string
  /** The first paragraph, as plain text. */
  readonly summary: string
  readonly markdown: string
}

const titleOf = (markdown: string, path: string): string => {
  const title = /^# (.+)$/m.exec(markdown)?.[1]
  if (title === undefined) throw new Error(`docs/${path}.md has no title: its first line must begin with "# "`)
  return plain(title)
}

/** Markdown's own signs taken out, for titles and summaries. */
const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const summaryMaxLength = 180

const summaryOf = (markdown: string): string => {
  const paragraph = markdown
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .find((block) => block !== '' && !/^(?:#|```|\||[-*] |\d+\. |<)/.test(block))
  const [sentence = ''] = plain(paragraph ?? '').split(/(?<=\.) (?=[A-Z])/)
  const text = sentence.replace(/:$/, '.')
  return text.length > summaryMaxLength ? `${text.slice(0, summaryMaxLength).replace(/\s\S*$/, '')} …` : text
}

/** @throws Error for a page without a title */
export const readPages = async (root: string): Promise<readonly Page[]> => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [first] = kinds
  const pages: Page[] = [
    { kind: first, path: 'readme', folder: '', title: 'Install and run', summary: summaryOf(readme), markdown: readme },
  ]
  for (const kind of kinds) {
    const names = await readdir(join(root, 'docs', kind.folder), { recursive: true })
    for (const name of names.filter((each) => each.endsWith('.md')).sort()) {
      const path = `${kind.folder}/${name.slice(0, -'.md'.length)}`
      const markdown = await readFile(join(root, 'docs', `${path}.md`), 'utf8')
      pages.push({
        kind,
        path,
        folder: dirname(`docs/${path}`),
        title: titleOf(markdown, path),
        summary: summaryOf(markdown),
        markdown,
      })
    }
  }
  return pages
}
