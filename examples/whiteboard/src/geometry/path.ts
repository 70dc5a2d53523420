/** Owns the lines that are drawn: a stroke of a pen made smooth, and the head of an arrow. */
import type { Point } from '../board/shape.ts'

const short = (value: number): string => String(Math.round(value * 100) / 100)
const place = (x: number, y: number): string => `${short(x)} ${short(y)}`

/** Through the middles between points, with the points as what bends it: no corner is seen, and a further point changes only the end. */
export const smoothPath = (points: readonly number[], { x: across, y: down }: Point): string => {
  const count = Math.floor(points.length / 2)
  const x = (index: number) => (points[2 * index] ?? 0) * across
  const y = (index: number) => (points[2 * index + 1] ?? 0) * down
  if (count === 0) return ''
  const parts = [`M${place(x(0), y(0))}`]
  // A dot is a line of no length with round ends.
  if (count === 1) parts.push(`L${place(x(0), y(0))}`)
  for (let index = 1; index < count - 1; index += 1) {
    const middle = place((x(index) + x(index + 1)) / 2, (y(index) + y(index + 1)) / 2)
    parts.push(`Q${place(x(index), y(index))} ${middle}`)
  }
  if (count > 1) parts.push(`L${place(x(count - 1), y(count - 1))}`)
  return parts.join('')
}

/** A line from 0, 0 to `end`, with a head where it is an arrow. */
export const linePath = (end: Point, stroke: number, hasHead: boolean): string => {
  const line = `M0 0L${place(end.x, end.y)}`
  const length = Math.hypot(end.x, end.y)
  if (!hasHead || length === 0) return line
  const size = Math.min(8 + 3 * stroke, length)
  const side = (turn: number) => {
    const angle = Math.atan2(end.y, end.x) + Math.PI + turn
    return place(end.x + size * Math.cos(angle), end.y + size * Math.sin(angle))
  }
  return `${line}M${side(0.5)}L${place(end.x, end.y)}L${side(-0.5)}`
}

/** How far a point is from the line between two others. */
export const distanceToLine = (point: Point, from: Point, to: Point): number => {
  const [across, down] = [to.x - from.x, to.y - from.y]
  const square = across * across + down * down
  const share = square === 0 ? 0 : ((point.x - from.x) * across + (point.y - from.y) * down) / square
  const at = Math.min(1, Math.max(0, share))
  return Math.hypot(point.x - from.x - at * across, point.y - from.y - at * down)
}
