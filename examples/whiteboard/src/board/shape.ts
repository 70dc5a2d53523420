/** Owns what a shape is, once it has been read: everything in it is checked, so that whoever draws or measures it need not look again. */

export const kinds = ['rectangle', 'ellipse', 'line', 'arrow', 'pen', 'note', 'text'] as const
export type Kind = (typeof kinds)[number]

export const colors = ['ink', 'red', 'orange', 'yellow', 'green', 'blue', 'violet'] as const
export type Color = (typeof colors)[number]

export const strokes = [2, 4, 8] as const

export interface Point {
  readonly x: number
  readonly y: number
}

/** In units of the board; one is a pixel at 100 %. */
export interface Shape extends Point {
  readonly id: string
  readonly kind: Kind
  /** Of a line and an arrow from its beginning to its end, so they may be negative; of a pen 0. */
  readonly width: number
  readonly height: number
  readonly color: Color
  readonly stroke: number
  readonly isFilled: boolean
  /** Where it lies among the others: greater is above. Those with the same key lie by their ids. */
  readonly order: string
  /** Of a rectangle, an ellipse, a note and a text; else empty. */
  readonly text: string
  /** Of a pen: x and y by turns, from the shape's own place on. */
  readonly points: readonly number[]
  /** Of a pen that was made larger or smaller. */
  readonly scale: Point
}

export const hasText = (kind: Kind): boolean => kind !== 'line' && kind !== 'arrow' && kind !== 'pen'
export const isLine = (kind: Kind): boolean => kind === 'line' || kind === 'arrow'

export const limits = {
  /** How far from the middle of the board anything can be. */
  place: 1_000_000,
  size: 100_000,
  /** Characters of one shape that are shown. */
  text: 5_000,
  /** Points of one stroke: what is drawn on is another one. */
  points: 3_000,
  /** Shapes that are drawn. */
  shapes: 10_000,
  order: 200,
} as const

/** A point of a stroke is stored in tenths of a unit, as its distance from the one before: two bytes for each number instead of nine. */
export const tenths = 10

/** What is stored of `points`, x and y by turns, where `from` is the point before them. */
export const stepsOf = (points: readonly number[], from: Point): number[] => {
  const last = [Math.round(from.x * tenths), Math.round(from.y * tenths)]
  return points.map((point, index) => {
    const place = Math.round(point * tenths)
    const step = place - (last[index % 2] ?? 0)
    last[index % 2] = place
    return step
  })
}

/** In the order in which they are painted. */
export const byOrder = (a: Shape, b: Shape): number => {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/** What it is called, for who hears the board instead of seeing it. */
export const spokenName = ({ kind, color, text }: Shape): string => {
  const name = kind === 'pen' ? 'Drawing' : kind.charAt(0).toUpperCase() + kind.slice(1)
  const words = text.replace(/\s+/g, ' ').trim().slice(0, 80)
  const inColor = color === 'ink' ? name : `${name}, ${color}`
  return words ? `${inColor}: ${words}` : inColor
}
