/** HTML from a template, with every inserted value escaped unless it is HTML itself. */

class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type { Html }

type Part = Html | string | number | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const toText = (part: Part): string => {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(toText).join('')
  return String(part).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}

/** @example html`<p>${'a < b'}</p>`.text // '<p>a &lt; b</p>' */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, next, index) => text + toText(parts[index - 1] ?? '') + next))

/** Text of ours with `code` in backticks. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`))}`
