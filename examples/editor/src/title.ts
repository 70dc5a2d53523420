// Owns the document's title: the first heading of its text, as words without marks. Keeps no title of its own.
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import { oneLine } from './one-line.ts'

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

const PRODUCT = 'SyncForge'
const UNTITLED = 'Untitled document'
const MAX_TITLE_LENGTH = 120

/** A heading farther down names a part, and looking for it after every key would take its time. */
const SEARCHED_LENGTH = 20_000

const HEADING = /^(?:ATX|Setext)Heading[1-6]$/
/** Parts of a heading that are not its words. */
const MARKS = /^(?:HeaderMark|EmphasisMark|StrikethroughMark|CodeMark|LinkMark|URL|LinkTitle)$/

const wordsOf = (state: EditorState, heading: SyntaxNode): string => {
  let words = ''
  let at = heading.from
  heading.cursor().iterate(({ name, from, to }) => {
    // Of an escaped character the backslash goes.
    const end = name === 'Escape' ? from + 1 : to
    if (name !== 'Escape' && !MARKS.test(name)) return
    words += state.sliceDoc(at, from)
    at = Math.max(at, end)
  })
  return oneLine(words + state.sliceDoc(at, heading.to), MAX_TITLE_LENGTH)
}

/** The words of the first heading that has any; empty when there is none. */
export const headingOf = (state: EditorState): string => {
  for (let node = syntaxTree(state).topNode.firstChild; node && node.from < SEARCHED_LENGTH; node = node.nextSibling) {
    const words = HEADING.test(node.name) ? wordsOf(state, node) : ''
    if (words) return words
  }
  return ''
}

/** Shows `heading` in the header and in the window's title. */
export const showTitle = (element: HTMLElement, heading: string): void => {
  const shown = heading || UNTITLED
  if (element.textContent !== shown) element.textContent = shown
  element.toggleAttribute('data-untitled', heading === '')
  document.title = heading ? `${heading} · ${PRODUCT}` : PRODUCT
}
