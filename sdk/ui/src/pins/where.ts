/** Owns where on a page a thread belongs: which element, which point in it, and whether that can be seen. */
import type { CommentThread } from '@syncforge/client'

export interface Spot {
  readonly x: number
  readonly y: number
}

/** The mark by which an app says that comments may belong to an element. */
const mark = 'data-syncforge-anchor'

/** The element that `anchorId` names inside `surface`: by our mark, or by its id. */
export const elementOf = (surface: Element, anchorId: string): Element | null => {
  const name = CSS.escape(anchorId)
  return surface.querySelector(`[${mark}="${name}"]`) ?? surface.querySelector(`[id="${name}"]`)
}

/** The marked element at a place of the window, or `surface` itself; `null` where neither is. */
export const anchorAt = (
  surface: Element,
  { x, y }: Spot,
): { readonly element: Element; readonly anchorId: string | null } | null => {
  for (const hit of document.elementsFromPoint(x, y)) {
    if (!surface.contains(hit)) continue
    const marked = hit.closest(`[${mark}]`)
    return marked && surface.contains(marked)
      ? { element: marked, anchorId: marked.getAttribute(mark) }
      : { element: surface, anchorId: null }
  }
  return null
}

const share = (at: number, from: number, length: number) =>
  length > 0 ? Math.min(1, Math.max(0, (at - from) / length)) : 0

/** A place of the window as a point from 0 to 1 inside `element`. */
export const pointIn = (element: Element, { x, y }: Spot): Spot => {
  const box = element.getBoundingClientRect()
  return { x: share(x, box.left, box.width), y: share(y, box.top, box.height) }
}

/** Where a point of `element` is in the window; `null` where it is scrolled out of what clips it. */
export const spotOf = (element: Element, point: Spot): Spot | null => {
  const box = element.getBoundingClientRect()
  // What is not drawn has no place.
  if (box.width === 0 && box.height === 0) return null
  const spot = { x: box.left + point.x * box.width, y: box.top + point.y * box.height }
  for (let around: Element | null = element; around; around = around.parentElement) {
    if (around === document.body || around === document.documentElement) break
    const { overflowX, overflowY } = getComputedStyle(around)
    if (overflowX === 'visible' && overflowY === 'visible') continue
    const edge = around.getBoundingClientRect()
    if (spot.x < edge.left - 1 || spot.x > edge.right + 1 || spot.y < edge.top - 1 || spot.y > edge.bottom + 1)
      return null
  }
  return spot
}

/** The point of the thread in its element: the upper end of the element where it has no point. */
export const pointOf = ({ anchor }: CommentThread): Spot => (anchor && 'x' in anchor ? anchor : { x: 1, y: 0 })

/** Whether a pin stands for it: it belongs to an element or a point, and is not done with. */
export const isPinned = ({ anchor, anchorId, resolved }: CommentThread): boolean =>
  resolved === null && (anchor ? 'x' in anchor : anchorId !== null)
