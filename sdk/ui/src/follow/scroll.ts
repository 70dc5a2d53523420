/** Owns what part of a page somebody sees, in shares, so that pages of other sizes follow it. */

export interface ScrollShare {
  readonly x: number
  readonly y: number
}

const share = (at: number, size: number, shown: number) => (size > shown ? at / (size - shown) : 0)

export const scrollOf = (scroller: Element): ScrollShare => ({
  x: share(Math.abs(scroller.scrollLeft), scroller.scrollWidth, scroller.clientWidth),
  y: share(scroller.scrollTop, scroller.scrollHeight, scroller.clientHeight),
})

export const scrollBy = (scroller: Element, { x, y }: ScrollShare, isCalm: boolean): void => {
  const isRtl = getComputedStyle(scroller).direction === 'rtl'
  const left = x * (scroller.scrollWidth - scroller.clientWidth) * (isRtl ? -1 : 1)
  const top = y * (scroller.scrollHeight - scroller.clientHeight)
  scroller.scrollTo({ left, top, behavior: isCalm ? 'instant' : 'smooth' })
}
