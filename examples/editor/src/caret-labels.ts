// Owns where the names of carets stand: beside the caret, where nothing is written and nobody is writing. A name that finds no such
// place is not shown unless one points at its caret.
import type { EditorView } from '@codemirror/view'

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface Placed {
  readonly label: HTMLElement
  /** From the caret's upper left corner; `undefined` where there is no place. */
  readonly at: { readonly x: number; readonly y: number } | undefined
}

/** So much room is kept free behind one's own caret, for what is about to be written. */
const WRITING_ROOM_PX = 56
/** Between the end of a line and a name behind it. */
const LINE_GAP_PX = 10
/** Lines farther away than this from every caret cannot be in the way. */
const NEAR_PX = 48

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Where characters stand, near the carets. */
const writtenBoxes = (view: EditorView, carets: readonly Box[]): Box[] => {
  const boxes: Box[] = []
  const range = document.createRange()
  for (const line of view.contentDOM.querySelectorAll('.cm-line')) {
    const { top, bottom } = line.getBoundingClientRect()
    if (!carets.some((caret) => caret.top - NEAR_PX < bottom && top < caret.bottom + NEAR_PX)) continue
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest('.remote-caret')) continue
      range.selectNodeContents(node)
      boxes.push(...range.getClientRects())
    }
  }
  return boxes
}

const ownBox = (view: EditorView): Box[] => {
  const at = view.hasFocus ? view.coordsAtPos(view.state.selection.main.head) : null
  return at ? [{ ...at, left: at.left - 2, right: at.left + WRITING_ROOM_PX }] : []
}

/** Above the caret, below it, behind its line; the first that is free counts. */
const candidates = (caret: Box, width: number, height: number, taken: readonly Box[]) => {
  const middle = (caret.top + caret.bottom) / 2
  const lineEnd = Math.max(
    caret.right,
    ...taken.filter((box) => box.top < middle && middle < box.bottom).map(({ right }) => right),
  )
  return [
    { left: caret.left, top: caret.top - height },
    { left: caret.right - width, top: caret.top - height },
    { left: caret.left, top: caret.bottom },
    { left: caret.right - width, top: caret.bottom },
    { left: lineEnd + LINE_GAP_PX, top: middle - height / 2 },
  ].map(({ left, top }) => ({ left, top, right: left + width, bottom: top + height }))
}

const read = (view: EditorView): Placed[] => {
  const labels = Array.from(view.contentDOM.querySelectorAll<HTMLElement>('.remote-caret-label'), (label) => ({
    label,
    caret: (label.parentElement as HTMLElement).getBoundingClientRect(),
    width: label.offsetWidth,
    height: label.offsetHeight,
  }))
  if (labels.length === 0) return []
  const taken = [
    ...ownBox(view),
    ...writtenBoxes(
      view,
      labels.map(({ caret }) => caret),
    ),
  ]
  const edge = view.dom.ownerDocument.documentElement.clientWidth
  return labels.map(({ label, caret, width, height }) => {
    const free = candidates(caret, width, height, taken).find(
      (place) => place.left >= 0 && place.right <= edge && !taken.some((box) => overlap(box, place)),
    )
    if (!free) return { label, at: undefined }
    taken.push(free)
    return { label, at: { x: free.left - caret.left, y: free.top - caret.top } }
  })
}

const write = (placed: readonly Placed[]): void => {
  for (const { label, at } of placed) {
    label.toggleAttribute('data-crowded', at === undefined)
    label.style.translate = at ? `${at.x.toFixed(1)}px ${at.y.toFixed(1)}px` : ''
  }
}

/** Places the names in the editor's next measuring. */
export const placeCaretLabels = (view: EditorView): void => {
  view.requestMeasure({ key: placeCaretLabels, read, write })
}
