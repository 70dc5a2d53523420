/** Owns boxes: where a shape is, what several cover, and how they change when their box does. */
import { isLine, type Point, type Shape } from '../board/shape.ts'

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export const right = ({ x, width }: Box): number => x + width
export const bottom = ({ y, height }: Box): number => y + height

/** From one corner to the opposite one, in whichever direction. */
export const boxOf = (from: Point, to: Point): Box => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.abs(to.x - from.x),
  height: Math.abs(to.y - from.y),
})

export const grow = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

export const isInside = ({ x, y }: Point, box: Box): boolean =>
  x >= box.x && y >= box.y && x <= right(box) && y <= bottom(box)

export const covers = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x && outer.y <= inner.y && right(outer) >= right(inner) && bottom(outer) >= bottom(inner)

export const overlaps = (a: Box, b: Box): boolean =>
  a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a)

/** What all of them are in, or `null` for none. */
export const unionOf = (boxes: Iterable<Box>): Box | null => {
  let union: Box | null = null
  for (const box of boxes) {
    union = union
      ? boxOf(
          { x: Math.min(union.x, box.x), y: Math.min(union.y, box.y) },
          { x: Math.max(right(union), right(box)), y: Math.max(bottom(union), bottom(box)) },
        )
      : box
  }
  return union
}

const boxOfPoints = ({ x, y, points, scale }: Shape): Box => {
  let [left, top, most, lowest] = [0, 0, 0, 0]
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [across = 0, down = 0] = [(points[index] ?? 0) * scale.x, (points[index + 1] ?? 0) * scale.y]
    left = Math.min(left, across)
    most = Math.max(most, across)
    top = Math.min(top, down)
    lowest = Math.max(lowest, down)
  }
  return { x: x + left, y: y + top, width: most - left, height: lowest - top }
}

/** Where a shape is by what is stored of it: words that need more room than that are seen to by whoever lays them out. */
export const storedBoxOf = (shape: Shape): Box => {
  if (shape.kind === 'pen') return boxOfPoints(shape)
  const { x, y, width, height } = shape
  return boxOf({ x, y }, { x: x + width, y: y + height })
}

/** What of a shape changes when the box around it, and perhaps around others, becomes another one. */
export const fitted = (shape: Shape, from: Box, to: Box): Pick<Shape, 'x' | 'y' | 'width' | 'height' | 'scale'> => {
  const across = from.width > 0 ? to.width / from.width : 1
  const down = from.height > 0 ? to.height / from.height : 1
  const { scale, width, height } = shape
  const lowest = isLine(shape.kind) ? Number.NEGATIVE_INFINITY : 1
  return {
    x: to.x + (shape.x - from.x) * across,
    y: to.y + (shape.y - from.y) * down,
    width: shape.kind === 'pen' ? 0 : Math.max(lowest, width * across),
    height: shape.kind === 'pen' ? 0 : Math.max(lowest, height * down),
    scale: { x: scale.x * across, y: scale.y * down },
  }
}

export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

/** The box after one of its handles was pulled by `by`. It never turns over; with `keepsRatio` a corner keeps its shape. */
export const pulled = (box: Box, handle: Handle, by: Point, keepsRatio: boolean, least = 8): Box => {
  const across = handle.includes('e') ? by.x : handle.includes('w') ? -by.x : 0
  const down = handle.includes('s') ? by.y : handle.includes('n') ? -by.y : 0
  let width = Math.max(Math.min(least, box.width), box.width + across)
  let height = Math.max(Math.min(least, box.height), box.height + down)
  if (keepsRatio && handle.length === 2 && box.width > 0 && box.height > 0) {
    const factor = Math.max(width / box.width, height / box.height)
    width = box.width * factor
    height = box.height * factor
  }
  return {
    x: handle.includes('w') ? right(box) - width : box.x,
    y: handle.includes('n') ? bottom(box) - height : box.y,
    width,
    height,
  }
}
