/** Owns what is selected inside an element, as others are told it, and finds it again on this side. Only what is marked `data-shared` is told. */
import type { Json } from '@syncforge/client'
import { fieldRects, mostRects, type TextField } from './field-rects.ts'

/** `in` is the name that `data-shared` gives; `from` and `to` are letters of its text, where it has any: `to` is where the caret is. */
export interface Place {
  readonly in: string
  readonly from?: number
  readonly to?: number
}

const mark = 'data-shared'
const longestName = 256

const isTextField = (element: Element): element is TextField =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type !== 'password')

/** How many letters of `root` stand before this point. */
const lettersBefore = (root: Element, node: Node, offset: number): number => {
  const range = document.createRange()
  range.selectNodeContents(root)
  range.setEnd(node, offset)
  return range.toString().length
}

/** Where I am inside `host`; `null` when that is nobody's business. */
export const placeIn = (host: Element): Place | null => {
  const { activeElement } = host.ownerDocument
  const focused = activeElement && host.contains(activeElement) ? activeElement.closest(`[${mark}]`) : null
  const selection = host.ownerDocument.getSelection()
  const { anchorNode, focusNode } = selection ?? {}
  const selected =
    focusNode && host.contains(focusNode) ? (focusNode.parentElement?.closest(`[${mark}]`) ?? null) : null
  const root = focused ?? selected
  const name = root?.getAttribute(mark)
  if (!root || !name || !host.contains(root)) return null
  const named = { in: name.slice(0, longestName) }
  if (root === activeElement && isTextField(root)) {
    // Some kinds of fields have no caret to ask for.
    const { selectionStart, selectionEnd, selectionDirection } = root
    if (selectionStart === null || selectionEnd === null) return named
    return selectionDirection === 'backward'
      ? { ...named, from: selectionEnd, to: selectionStart }
      : { ...named, from: selectionStart, to: selectionEnd }
  }
  if (selection && anchorNode && focusNode && root.contains(anchorNode) && root.contains(focusNode)) {
    return {
      ...named,
      from: lettersBefore(root, anchorNode, selection.anchorOffset),
      to: lettersBefore(root, focusNode, selection.focusOffset),
    }
  }
  return named
}

/** The point behind so many letters of `root`. */
const pointAt = (root: Element, letters: number): readonly [Node, number] => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  let left = letters
  let last: readonly [Node, number] = [root, 0]
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (left <= node.length) return [node, left]
    left -= node.length
    last = [node, node.length]
  }
  return last
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** What another person's presence says; it may be anything. */
export const readPlace = (said: Json | undefined): Place | null => {
  const {
    in: name,
    from,
    to,
  } = (said ?? {}) as { readonly in?: unknown; readonly from?: unknown; readonly to?: unknown }
  if (typeof name !== 'string' || name === '' || name.length > longestName) return null
  return isCount(from) && isCount(to) ? { in: name, from, to } : { in: name }
}

export interface Found {
  /** Around the whole. */
  readonly box: DOMRect
  /** What is selected of its text. */
  readonly rects: readonly DOMRect[]
  readonly caret: DOMRect | null
}

/** Where it is in the window now; `null` where this page has nothing of that name. */
export const findPlace = (host: Element, { in: name, from, to }: Place, mirror: HTMLElement): Found | null => {
  const root = host.querySelector(`[${mark}="${CSS.escape(name)}"]`)
  if (!root) return null
  const box = root.getBoundingClientRect()
  if (from === undefined || to === undefined) return { box, rects: [], caret: null }
  const rectsOf = (start: number, end: number): readonly DOMRect[] => {
    if (isTextField(root)) return fieldRects(root, mirror, start, end)
    const range = document.createRange()
    range.setStart(...pointAt(root, Math.min(start, end)))
    range.setEnd(...pointAt(root, Math.max(start, end)))
    return [...range.getClientRects()].slice(0, mostRects)
  }
  return { box, rects: from === to ? [] : rectsOf(from, to), caret: rectsOf(to, to)[0] ?? null }
}
