/** Owns where a popover stands: beside what it belongs to, whole in the window. `popover` lifts it out of everything that clips. */

export interface Placing {
  /** Below or above, unless there is only place on the other side. Default `below`. */
  readonly side?: 'below' | 'above'
  /** Which edges are in line. Default `start`: the left ones, from right to left the right ones. */
  readonly align?: 'start' | 'center' | 'end'
  /** Between the two, in pixels. Default 6. */
  readonly gapPx?: number
}

const marginPx = 8

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most))

/**
 * Puts `floating` (`popover`, `position: fixed`, shown) beside `anchor`: an element, or a rectangle such as that of a caret.
 *
 * @example
 * list.showPopover()
 * place(list, range.getBoundingClientRect())
 */
export const place = (
  floating: HTMLElement,
  anchor: Element | DOMRect,
  { side = 'below', align = 'start', gapPx = 6 }: Placing = {},
): void => {
  const at = anchor instanceof Element ? anchor.getBoundingClientRect() : anchor
  const { offsetWidth: width, offsetHeight: height } = floating
  const { clientWidth, clientHeight } = document.documentElement
  const above = at.top - gapPx - height
  const below = at.bottom + gapPx
  const fits = { above: above >= marginPx, below: below + height <= clientHeight - marginPx }
  const other = side === 'below' ? 'above' : 'below'
  const top = (fits[side] || !fits[other] ? side : other) === 'below' ? below : above
  const isRtl = getComputedStyle(floating).direction === 'rtl'
  const start = isRtl ? at.right - width : at.left
  const end = isRtl ? at.left : at.right - width
  const left = { start, end, center: (at.left + at.right - width) / 2 }[align]
  floating.style.margin = '0'
  floating.style.inset = 'auto'
  floating.style.left = `${clamp(left, marginPx, clientWidth - width - marginPx)}px`
  floating.style.top = `${clamp(top, marginPx, Math.max(marginPx, clientHeight - height - marginPx))}px`
}
