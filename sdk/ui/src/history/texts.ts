/** Owns how texts of the past are drawn: words in pieces, each with what is known of it. Every word is text. */
import type { Author, AuthoredRun, TextChange } from '@syncforge/client'
import { html, type TemplateResult } from 'lit'
import type * as Y from 'yjs'
import { plainText, safeColor } from '../base/safe.ts'
import { say } from './words.ts'

type Host = Parameters<typeof say>[0]

/** More pieces than this are not drawn: nobody reads them, and a page must not stand still for them. */
const mostPieces = 5_000

const nameOf = (host: Host, by: Author | null): string =>
  (by && plainText(by.name || by.userId, 40)) || say(host, 'unknown')
const keyOf = (by: Author | null): string => (by ? `${by.verified ? 1 : 0}${by.userId}` : '')
const colorOf = (by: Author | null): string => (by ? safeColor(undefined, keyOf(by)) : 'gray')

const cut = (host: Host, count: number) => (count > mostPieces ? html`<p class="note">${say(host, 'tooMuch')}</p>` : '')

/** Each word in the colour of whoever wrote it, and who that is, said whenever another person begins. */
export const authorsTemplate = (
  host: Host,
  roots: { readonly [root: string]: readonly AuthoredRun[] },
): TemplateResult => {
  const runs = Object.values(roots).flat()
  if (runs.length === 0) return html`<p class="note">${say(host, 'emptyText')}</p>`
  const people = new Map(runs.map(({ by }) => [keyOf(by), by]))
  let last: string | undefined
  const pieces = runs.slice(0, mostPieces).map(({ text, by }) => {
    const name = nameOf(host, by)
    const isOther = keyOf(by) !== last
    last = keyOf(by)
    return html`<span class="run" part="run" .style=${`--person:${colorOf(by)}`} title=${name}>${isOther ? html`<span class="spoken">${name}: </span>` : ''}${text}</span>`
  })
  return html`<ul class="legend" role="list" part="legend">${[...people.values()].map((by) => html`<li .style=${`--person:${colorOf(by)}`}><bdi>${nameOf(host, by)}</bdi></li>`)}</ul>
    <div class="text" part="text" dir="auto">${pieces}</div>${cut(host, runs.length)}`
}

/** A version as it was, with what was written and deleted since. */
export const changesTemplate = (
  host: Host,
  texts: { readonly [root: string]: readonly TextChange[] },
): TemplateResult => {
  const changes = Object.values(texts).flat()
  const differs = changes.some(({ kind }) => kind !== 'kept')
  const pieces = changes
    .slice(0, mostPieces)
    .map(({ kind, text }) =>
      kind === 'kept' ? text : kind === 'added' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`,
    )
  return html`<p class="note">${differs ? html`<ins>${say(host, 'added')}</ins> <del>${say(host, 'removed')}</del>` : say(host, 'same')}</p>
    <div class="text" part="text" dir="auto">${pieces}</div>${cut(host, changes.length)}`
}

type Item = {
  readonly deleted: boolean
  readonly right: Item | null
  readonly content: { readonly str?: string; readonly type?: Node | undefined }
}
type Node = { readonly _start: Item | null }

/** The words below a type, each block on a line of its own: whichever kind of text it is, and whoever made it. */
const wordsOf = (node: Node): string => {
  let words = ''
  for (let item = node._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content.type) words += `${wordsOf(item.content.type)}\n`
    else words += item.content.str ?? ''
  }
  return words
}

/** Every text of a document of the past, with its name where there are several. */
export const textsOf = (doc: Y.Doc): string => {
  const texts = [...doc.share.values()].map((type) => wordsOf(type as unknown as Node).trimEnd())
  return texts.filter(Boolean).join('\n\n').slice(0, 100_000)
}
