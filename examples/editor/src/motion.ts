// Owns how a pointer glides from sample to sample: pure numbers, no page.

export interface Point {
  readonly x: number
  readonly y: number
}

/** After this time a pointer has made 63 % of its way; short enough to feel live, long enough to hide 60 ms gaps. */
const TIME_CONSTANT_MS = 45
/** Nearer than this, in pixels, it has arrived. */
const ARRIVED_PX = 0.3

/** The point `elapsedMs` later on the way from `from` to `to`; `to` itself once it is as good as there. */
export const glide = (from: Point, to: Point, elapsedMs: number): Point => {
  const share = 1 - Math.exp(-elapsedMs / TIME_CONSTANT_MS)
  const next = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
  return Math.hypot(to.x - next.x, to.y - next.y) < ARRIVED_PX ? to : next
}
