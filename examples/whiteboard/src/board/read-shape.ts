/**
 * Owns how a shape comes out of the document. Anybody who may write can write anything: what is no shape is `null`, and nobody draws it; of a shape
 * that only lacks what can be done without, the rest is shown.
 */
import * as Y from 'yjs'
import {
  type Color,
  colors,
  hasText,
  type Kind,
  kinds,
  limits,
  type Point,
  type Shape,
  strokes,
  tenths,
} from './shape.ts'

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= most

const readPair = (value: unknown, most: number): Point | null => {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [x, y] = value
  return isWithin(x, most) && isWithin(y, most) ? { x, y } : null
}

const isOneOf = <T extends string>(choices: readonly T[], value: unknown): value is T => choices.includes(value as T)

/** Keys are compared as text: letters and digits only, so that everybody sorts them the same. */
const isOrder = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= limits.order && /^[0-9A-Za-z]+$/.test(value)

const readPoints = (value: unknown): readonly number[] | null => {
  if (!(value instanceof Y.Array) || value.length < 2) return null
  const steps: readonly unknown[] = value.slice(0, Math.min(value.length - (value.length % 2), 2 * limits.points))
  const points: number[] = []
  const last = [0, 0]
  for (const [index, step] of steps.entries()) {
    const axis = index % 2
    const place = (last[axis] ?? 0) + (isWithin(step, limits.size * tenths) ? step : Number.NaN)
    if (!isWithin(place, limits.size * tenths)) return null
    last[axis] = place
    points.push(place / tenths)
  }
  return points
}

const one: Point = { x: 1, y: 1 }
const none: readonly number[] = []

const isScale = ({ x, y }: Point) => Math.abs(x) >= 0.001 && Math.abs(y) >= 0.001

export const readShape = (id: string, stored: unknown): Shape | null => {
  if (!(stored instanceof Y.Map) || id.length > 64) return null
  const kind: unknown = stored.get('kind')
  const at = readPair(stored.get('at'), limits.place)
  if (!isOneOf<Kind>(kinds, kind) || !at) return null
  const points = kind === 'pen' ? readPoints(stored.get('points')) : none
  const box = kind === 'pen' ? { x: 0, y: 0 } : readPair(stored.get('box'), limits.size)
  if (!points || !box || (hasText(kind) && (box.x < 0 || box.y < 0))) return null
  const scale = kind === 'pen' ? readPair(stored.get('scale') ?? [1, 1], 1_000) : one
  if (!scale || !isScale(scale)) return null
  const [color, stroke, order, text] = ['color', 'stroke', 'order', 'text'].map((key): unknown => stored.get(key))
  return {
    id,
    kind,
    ...at,
    width: box.x,
    height: box.y,
    color: isOneOf<Color>(colors, color) ? color : 'ink',
    stroke: isWithin(stroke, 64) && stroke > 0 ? stroke : strokes[0],
    isFilled: stored.get('fill') === true,
    order: isOrder(order) ? order : '0',
    text: hasText(kind) && text instanceof Y.Text ? text.toString().slice(0, limits.text) : '',
    points,
    scale,
  }
}
