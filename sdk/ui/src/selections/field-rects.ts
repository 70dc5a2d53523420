/** Owns where letters of a text field are on the screen: no browser says so, and therefore the field is laid out once more beside it, unseen. */

/** What decides where letters come to lie. */
const copied = [
  'direction',
  'fontFamily',
  'fontFeatureSettings',
  'fontKerning',
  'fontSize',
  'fontStretch',
  'fontStyle',
  'fontVariant',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
  'overflowWrap',
  'paddingBottom',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'tabSize',
  'textAlign',
  'textIndent',
  'textTransform',
  'wordBreak',
  'wordSpacing',
] as const

/** A longer text is not laid out twice at every key. */
const longestText = 20_000
/** A selection is drawn in so many pieces at most. */
export const mostRects = 200

export type TextField = HTMLInputElement | HTMLTextAreaElement

/** The rectangles of the letters `from` to `to` in the window, or of the caret where both are the same; none for a text that is too long. */
export const fieldRects = (field: TextField, mirror: HTMLElement, from: number, to: number): readonly DOMRect[] => {
  const { value } = field
  if (value.length > longestText) return []
  const style = getComputedStyle(field)
  for (const name of copied) mirror.style[name] = style[name]
  const box = field.getBoundingClientRect()
  const scale = box.width / (field.offsetWidth || box.width) || 1
  const isLine = field instanceof HTMLInputElement
  mirror.style.whiteSpace = isLine ? 'pre' : 'pre-wrap'
  mirror.style.width = `${field.clientWidth}px`
  mirror.style.lineHeight = isLine
    ? `${field.clientHeight - Number.parseFloat(style.paddingTop) - Number.parseFloat(style.paddingBottom)}px`
    : style.lineHeight
  // With something behind the last letter, so that an empty line has a height.
  mirror.textContent = `${value}\u200B`
  const text = mirror.firstChild
  if (!text) return []
  const origin = mirror.getBoundingClientRect()
  const range = document.createRange()
  // Of a caret the browser says on which side of its letter it is, whichever way the line is written.
  range.setStart(text, Math.min(from, to, value.length))
  range.setEnd(text, Math.min(Math.max(from, to), value.length))
  const rects = [...range.getClientRects()].slice(from === to ? -1 : -mostRects)
  const moved = rects.map(
    ({ left, top, width, height }) =>
      new DOMRect(
        box.left + (left - origin.left + field.clientLeft - field.scrollLeft) * scale,
        box.top + (top - origin.top + field.clientTop - field.scrollTop) * scale,
        width * scale,
        height * scale,
      ),
  )
  mirror.textContent = ''
  // What is scrolled out of the field is not seen.
  return moved.filter(
    (rect) => rect.bottom > box.top && rect.top < box.bottom && rect.right >= box.left && rect.left <= box.right,
  )
}
