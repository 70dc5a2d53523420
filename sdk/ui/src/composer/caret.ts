/** Owns what stands before the caret of a field, and where the caret is in the window. */

export interface Begun {
  /** What was typed after the sign. */
  readonly query: string
  readonly node: Text
  /** Where the sign stands in `node`, and where the caret. */
  readonly from: number
  readonly to: number
}

/** An @ that begins a word, and what follows it up to the caret, which may hold blanks: names do. */
const begun = /(?:^|[^\p{L}\p{N}])@([^@\n]{0,40})$/u

/** What was begun with an @ right before the caret of `field`; `null` where nothing was, or where words are selected. */
export const findBegun = (field: HTMLElement): Begun | null => {
  const selection = document.getSelection()
  const node = selection?.anchorNode
  if (!selection?.isCollapsed || !(node instanceof Text) || !field.contains(node)) return null
  const to = selection.anchorOffset
  const query = begun.exec(node.data.slice(0, to))?.[1]
  return query === undefined ? null : { query, node, from: to - query.length - 1, to }
}

export const rangeOf = ({ node, from, to }: Begun): Range => {
  const range = document.createRange()
  range.setStart(node, from)
  range.setEnd(node, to)
  return range
}

/** The caret behind everything in `field`. */
export const moveToEnd = (field: HTMLElement): void => {
  const selection = document.getSelection()
  selection?.selectAllChildren(field)
  selection?.collapseToEnd()
}
