/** Code in colours, by highlight.js. Not imported: its types would bring a browser's into every program that builds pages. */
import { createRequire } from 'node:module'

interface Highlighter {
  registerLanguage(name: string, language: unknown): void
  getLanguage(name: string): unknown
  highlight(
    code: string,
    options: { readonly language: string; readonly ignoreIllegals: boolean },
  ): { readonly value: string }
}

const load = createRequire(import.meta.url)
const highlighter = load('highlight.js/lib/core') as Highlighter
for (const name of ['bash', 'css', 'elixir', 'ini', 'json', 'python', 'sql', 'typescript', 'xml']) {
  highlighter.registerLanguage(name, load(`highlight.js/lib/languages/${name}`))
}

/** Code as HTML, or `undefined` for a language that is not known. */
export const colored = (code: string, language: string): string | undefined =>
  highlighter.getLanguage(language) ? highlighter.highlight(code, { language, ignoreIllegals: true }).value : undefined
