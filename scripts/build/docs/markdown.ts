/** A page's Markdown as HTML: headings that can be linked to, code in colours, links that lead to pages of the site. */
import { posix } from 'node:path'
import { Marked, type Tokens } from 'marked'
import { escaped } from './escaped.ts'
import { colored } from './highlight.ts'

export interface Heading {
  readonly level: number
  readonly id: string
  readonly text: string
}

export interface Section {
  /** `''`: what stands before the first heading of the second or third level. */
  readonly id: string
  readonly title: string
  readonly text: string
}

export interface Rendered {
  readonly html: string
  readonly headings: readonly Heading[]
  /** The page as plain text, by its sections, for the search. */
  readonly sections: readonly Section[]
}

const plainOf = (tokens: readonly Tokens.Generic[]): string =>
  tokens.map((token) => (token.tokens ? plainOf(token.tokens) : String(token.text ?? ''))).join('')

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-')

/** Where a relative link of a page leads: another page, an example that runs here, or `null`, a file that only a clone has. */
const addressOf = (href: string, folder: string, known: ReadonlySet<string>): string | null => {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return href
  const [path = '', hash] = href.split('#')
  const file = posix.join(folder, path)
  const target = file === 'README.md' ? 'readme' : /^docs\/(.*?)(?:\/index)?\.md$/.exec(file)?.[1]
  const example = /^examples\/([\w-]+)\/(?:README\.md)?$/.exec(file)?.[1]
  if (target !== undefined && known.has(target)) return `/docs/${target}/${hash === undefined ? '' : `#${hash}`}`
  return example === undefined ? null : `/examples/${example}/`
}

/** @param folder that links begin at; `known` the pages that there are */
export const renderMarkdown = (markdown: string, folder: string, known: ReadonlySet<string>): Rendered => {
  const headings: Heading[] = []
  const sections: { id: string; title: string; text: string }[] = [{ id: '', title: '', text: '' }]
  const used = new Map<string, number>()
  const idOf = (text: string): string => {
    const slug = slugOf(text)
    const times = used.get(slug) ?? 0
    used.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  }
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const text = plainOf(tokens)
        const id = idOf(text)
        const inner = this.parser.parseInline(tokens)
        if (depth === 1) return `<h1>${inner}</h1>\n`
        headings.push({ level: depth, id, text })
        return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${inner}</a></h${depth}>\n`
      },
      code({ text, lang }) {
        const code = colored(text, lang?.split(' ')[0] ?? '') ?? escaped(text)
        return `<pre class="code" tabindex="0"><code>${code}</code></pre>\n`
      },
      link({ href, tokens }) {
        const address = addressOf(href, folder, known)
        const inner = this.parser.parseInline(tokens)
        return address === null ? inner : `<a href="${escaped(address)}">${inner}</a>`
      },
      table(token) {
        const cells = (row: Tokens.TableCell[], named: string) => {
          const written = row.map((cell) => {
            // A header without a word names nothing.
            const tag = cell.text === '' ? 'td' : named
            return `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`
          })
          return `<tr>${written.join('')}</tr>`
        }
        const isHeadless = token.header.every((cell) => cell.text === '')
        const head = isHeadless ? '' : `<thead>${cells(token.header, 'th')}</thead>`
        return `<div class="table" tabindex="0"><table>${head}<tbody>${token.rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>\n`
      },
      // Places that a link leads to, in tables of the SDK's reference.
      html: ({ text }) => (/^(?:<a id="[\w-]+">|<\/a>)$/.test(text) ? text : escaped(text)),
    },
  })
  const tokens = marked.lexer(markdown)
  const html = marked.parser(tokens)
  // Sections bear the ids that the headings got, also where two have the same words.
  const ids = headings.filter(({ level }) => level === 2 || level === 3).map(({ id }) => id)
  for (const token of tokens) {
    if (token.type === 'heading' && (token.depth === 2 || token.depth === 3)) {
      sections.push({ id: ids.shift() ?? '', title: plainOf(token.tokens ?? []), text: '' })
    } else if (token.type !== 'space') {
      const last = sections.at(-1)
      if (last) last.text += ` ${token.raw.replace(/[`*|#>[\]()-]+/g, ' ').replace(/\s+/g, ' ')}`
    }
  }
  return { html, headings, sections }
}
