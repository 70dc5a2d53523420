/** Owns what is under a point. What has no filling is held by its line and its words, so that one can reach through it. */
import { isLine, type Point, type Shape } from '../board/shape.ts'
import { boxOfShape } from '../draw/look.ts'
import { linesOf } from '../draw/words.ts'
import { grow, isInside } from './box.ts'
import { distanceToLine } from './path.ts'

const hitsPen = ({ x, y, points, scale }: Shape, point: Point, reach: number): boolean => {
  const place = (index: number): Point => ({
    x: x + (points[2 * index] ?? 0) * scale.x,
    y: y + (points[2 * index + 1] ?? 0) * scale.y,
  })
  const count = Math.floor(points.length / 2)
  for (let index = 0; index < count; index += 1) {
    if (distanceToLine(point, place(Math.max(0, index - 1)), place(index)) <= reach) return true
  }
  return false
}

const hitsWords = (shape: Shape, point: Point): boolean => {
  const { height } = linesOf(shape)
  const box = boxOfShape(shape)
  const [across, down] = [box.width * 0.8, Math.max(height, 0)]
  return (
    height > 0 &&
    isInside(point, {
      x: box.x + (box.width - across) / 2,
      y: box.y + (box.height - down) / 2,
      width: across,
      height: down,
    })
  )
}

/** How far a point is inside of an ellipse: 1 on its line, less within. */
const ellipseShare = (point: Point, { x, y, width, height }: ReturnType<typeof boxOfShape>, by: number): number => {
  const [across, down] = [width / 2 + by, height / 2 + by]
  if (across <= 0 || down <= 0) return Number.POSITIVE_INFINITY
  return Math.hypot((point.x - x - width / 2) / across, (point.y - y - height / 2) / down)
}

/** `tolerance`: how far beside it still counts, in units of the board. */
export const hits = (shape: Shape, point: Point, tolerance: number): boolean => {
  const box = boxOfShape(shape)
  const reach = tolerance + shape.stroke / 2
  if (!isInside(point, grow(box, reach))) return false
  const { kind, x, y, width, height, isFilled } = shape
  if (kind === 'pen') return hitsPen(shape, point, reach)
  if (isLine(kind)) return distanceToLine(point, { x, y }, { x: x + width, y: y + height }) <= reach
  if (kind === 'note' || kind === 'text') return true
  if (kind === 'ellipse') {
    if (ellipseShare(point, box, reach) > 1) return false
    return isFilled || ellipseShare(point, box, -reach) >= 1 || hitsWords(shape, point)
  }
  return isFilled || !isInside(point, grow(box, -reach)) || hitsWords(shape, point)
}

/** The highest one; `shapes` from the lowest on. */
export const shapeAt = (shapes: readonly Shape[], point: Point, tolerance: number): Shape | null =>
  shapes.findLast((shape) => hits(shape, point, tolerance)) ?? null
