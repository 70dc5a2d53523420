// Owns where a pointer is: relative to the text below it, so that the same word is meant in a wide window, a narrow one,
// and after somebody wrote a paragraph above. Whole thousandths, which take few bytes on the wire.
import type { EditorView } from '@codemirror/view'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Place {
  readonly x: number
  readonly y: number
  /** `char:line:column`, measured in lines of text from that character; or `line:line`, in the line's height and the column's width. */
  readonly anchor: string
}

const PRECISION = 1000
const ANCHOR = /^(?:char:(\d{1,9}):(\d{1,9})|line:(\d{1,9}))$/
/** Farther than this many line heights from any character, a pointer is beside the text, not in it. */
const NEAR_TEXT = 1.5

const whole = (share: number): number => Math.round(share * PRECISION)

/** The place under a point of the window. */
export const placeAt = (view: EditorView, column: HTMLElement, point: Point): Place => {
  const unit = view.defaultLineHeight
  const position = view.posAtCoords(point, false)
  const line = view.state.doc.lineAt(position)
  const at = view.coordsAtPos(position)
  if (
    at &&
    Math.abs(point.x - at.left) < NEAR_TEXT * unit &&
    Math.abs(point.y - (at.top + at.bottom) / 2) < NEAR_TEXT * unit
  ) {
    const anchor = `char:${line.number}:${position - line.from}`
    return { x: whole((point.x - at.left) / unit), y: whole((point.y - at.top) / unit), anchor }
  }
  const box = column.getBoundingClientRect()
  const height = point.y - view.documentTop
  const block = view.lineBlockAtHeight(height)
  return {
    x: whole((point.x - box.left) / box.width),
    y: whole((height - block.top) / block.height),
    anchor: `line:${view.state.doc.lineAt(block.from).number}`,
  }
}

/** Where a place is now, in pixels from the column's corner; `undefined` when it means nothing here. */
export const pointOf = (view: EditorView, column: HTMLElement, place: Partial<Place>): Point | undefined => {
  const { x, y, anchor = '' } = place
  const [, charLine, character, lineOnly] = ANCHOR.exec(anchor) ?? []
  const number = Number(charLine ?? lineOnly)
  if (!number || x === undefined || y === undefined) return undefined
  const box = column.getBoundingClientRect()
  const { doc } = view.state
  const line = doc.line(Math.min(number, doc.lines))
  if (character !== undefined) {
    const unit = view.defaultLineHeight
    const at = view.coordsAtPos(line.from + Math.min(Number(character), line.length))
    if (at) return { x: at.left - box.left + (x / PRECISION) * unit, y: at.top - box.top + (y / PRECISION) * unit }
  }
  // Characters out of sight are not laid out; their line still has a height.
  const block = view.lineBlockAt(line.from)
  const top = view.documentTop - box.top + block.top
  if (character !== undefined) return { x: 0, y: top }
  return { x: (x / PRECISION) * box.width, y: top + (y / PRECISION) * block.height }
}
