/** The pages of the documentation, in the order in which they are offered: those of `docs/`, and those made of the code. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { OpenApi } from '../../../site/docs/try/openapi.ts'
import { groupsOf } from './rest/groups.ts'
import { groupText } from './rest/markdown.ts'

/** One kind of page for each folder, by what a reader wants. */
export const kinds = [
  { folder: 'tutorials', title: 'Tutorials', lead: 'Learn by making something, from an empty folder on.' },
  { folder: 'guides', title: 'Guides', lead: 'How to do one thing, for people who know what they want.' },
  { folder: 'reference', title: 'Reference', lead: 'Every call, field, limit and error.' },
  { folder: 'rest', title: 'REST API', lead: 'Every route with its fields, its answers and a form to try it.' },
  { folder: 'sdk', title: 'SDK', lead: 'Everything that the packages export, with its types, from their docstrings.' },
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
  /** Whether it is offered beside the others. What a package exports is offered by the package's page. */
  readonly isListed: boolean
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

const cut = (text: string): string =>
  text.length > summaryMaxLength ? `${text.slice(0, summaryMaxLength).replace(/\s\S*$/, '')} …` : text

const summaryOf = (markdown: string): string => {
  const paragraph = markdown
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .find((block) => block !== '' && !/^(?:#|```|\||[-*] |\d+\. |<)/.test(block))
  const [sentence = ''] = plain(paragraph ?? '').split(/(?<=\.) (?=[A-Z])/)
  return cut(sentence.replace(/:$/, '.'))
}

/** A package's page lists its exports, each of which has a page that leads back. */
const readSdkPages = async (made: string): Promise<readonly Page[]> => {
  const [kind] = kinds.filter(({ folder }) => folder === 'sdk')
  if (!kind) throw new Error('The documentation has no place for the SDK.')
  const names = (await readdir(made, { recursive: true })).filter((name) => name.endsWith('.md') && name !== 'index.md')
  const pages = names.map(async (name): Promise<Page> => {
    const text = await readFile(join(made, name), 'utf8')
    const [, module] = /^(.*)\/(?:index|[\w-]+\/\w+)\.md$/.exec(name) ?? []
    const isModule = basename(name) === 'index.md'
    const path = `sdk/${isModule ? module : name.slice(0, -'.md'.length)}`
    const markdown = isModule
      ? text.replace(/^# .*$/m, `# @syncforge/${module}`)
      : `${text.trimEnd()}\n\n***\n\nExported by [\`@syncforge/${module}\`](../index.md).\n`
    const title = isModule ? `@syncforge/${module}` : plain(titleOf(text, path).replace(/^[\w ]+: /, ''))
    const folder = dirname(`docs/sdk/${name}`)
    return { kind, path, folder, title, summary: summaryOf(markdown), markdown, isListed: isModule }
  })
  return (await Promise.all(pages)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

const restPages = (kind: Kind, api: OpenApi): readonly Page[] =>
  groupsOf(api).map((group) => ({
    kind,
    path: group.path,
    folder: 'docs/rest',
    title: group.title,
    summary: cut(group.routes.map(({ path, operation }) => operation.summary ?? path).join(', ')),
    markdown: groupText(group, api),
    isListed: true,
  }))

/** What is made of the code. */
export interface Sources {
  /** The folder of the SDK's reference. */
  readonly sdk: string
  readonly api: OpenApi
}

/** @throws Error for a page without a title */
export const readPages = async (root: string, { sdk, api }: Sources): Promise<readonly Page[]> => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [first] = kinds
  const pages: Page[] = [
    {
      kind: first,
      path: 'readme',
      folder: '',
      title: 'Install and run',
      summary: summaryOf(readme),
      markdown: readme,
      isListed: true,
    },
  ]
  for (const kind of kinds) {
    if (kind.folder === 'sdk') {
      pages.push(...(await readSdkPages(sdk)))
      continue
    }
    if (kind.folder === 'rest') {
      pages.push(...restPages(kind, api))
      continue
    }
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
        isListed: true,
      })
    }
  }
  return pages
}
