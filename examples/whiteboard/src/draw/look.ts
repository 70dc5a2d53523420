/**
 * Owns what a shape looks like, as data: the board makes elements of it and the export makes text, so that both are the same. Refuses markup: words
 * of people are words here and nothing else.
 */
import { type Color, hasText, type Shape } from '../board/shape.ts'
import { type Box, storedBoxOf } from '../geometry/box.ts'
import { linePath, smoothPath } from '../geometry/path.ts'
import { fontFamily, isAsWideAsWords, lineHeight, linesOf, padding } from './words.ts'

export interface Drawn {
  readonly tag: 'g' | 'rect' | 'ellipse' | 'path' | 'text' | 'tspan'
  readonly attributes: Readonly<Record<string, string | number>>
  readonly inside?: readonly Drawn[]
  readonly words?: string
}

export type Paint = (color: Color, as: 'line' | 'fill' | 'note' | 'letters') => string

/** Where a shape is, with the room that its words need. */
export const boxOfShape = (shape: Shape): Box => {
  const box = storedBoxOf(shape)
  if (!hasText(shape.kind)) return box
  const { width, height, fontSize } = linesOf(shape)
  if (shape.kind === 'text') {
    const across = isAsWideAsWords(shape) ? Math.max(fontSize, width) : box.width
    return { ...box, width: across, height: Math.max(fontSize * lineHeight, height) }
  }
  return { ...box, height: Math.max(box.height, shape.kind === 'note' && height > 0 ? height + 2 * padding : 0) }
}

const short = (value: number) => Math.round(value * 100) / 100

const drawWords = (shape: Shape, paint: Paint): readonly Drawn[] => {
  const { lines, fontSize, height } = linesOf(shape)
  if (lines.length === 0) return []
  const box = boxOfShape(shape)
  const isCentered = shape.kind === 'rectangle' || shape.kind === 'ellipse'
  const left = isCentered ? box.width / 2 : shape.kind === 'text' ? 0 : padding
  const top = isCentered ? (box.height - height) / 2 : shape.kind === 'text' ? 0 : padding
  const line = (words: string, index: number): Drawn => ({
    tag: 'tspan',
    attributes: { x: short(left), y: short(top + (index * lineHeight + 1) * fontSize) },
    // An empty one would have no place of its own for what reads the file.
    words: words || ' ',
  })
  return [
    {
      tag: 'text',
      attributes: {
        fill: paint(shape.kind === 'note' ? 'ink' : shape.color, 'letters'),
        'font-family': fontFamily,
        'font-size': fontSize,
        'text-anchor': isCentered ? 'middle' : 'start',
        stroke: 'none',
      },
      inside: lines.map(line),
    },
  ]
}

const drawBody = (shape: Shape, paint: Paint): readonly Drawn[] => {
  const { kind, width, height, stroke, color, isFilled } = shape
  const line = { stroke: paint(color, 'line'), 'stroke-width': stroke }
  const filled = { ...line, fill: isFilled ? paint(color, 'fill') : 'none' }
  const round = { ...line, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }
  const half = { x: short(width / 2), y: short(height / 2) }
  switch (kind) {
    case 'rectangle':
      return [{ tag: 'rect', attributes: { ...filled, width, height, rx: Math.min(8, width / 4, height / 4) } }]
    case 'ellipse':
      return [{ tag: 'ellipse', attributes: { ...filled, cx: half.x, cy: half.y, rx: half.x, ry: half.y } }]
    case 'line':
    case 'arrow':
      return [{ tag: 'path', attributes: { ...round, d: linePath({ x: width, y: height }, stroke, kind === 'arrow') } }]
    case 'pen':
      return [{ tag: 'path', attributes: { ...round, d: smoothPath(shape.points, shape.scale) } }]
    case 'note':
      return [
        {
          tag: 'rect',
          attributes: { fill: paint(color, 'note'), width, height: short(boxOfShape(shape).height), rx: 3 },
        },
      ]
    case 'text':
      return []
  }
}

/** A group at the shape's place: moving it changes one attribute. */
export const drawShape = (shape: Shape, paint: Paint): Drawn => ({
  tag: 'g',
  attributes: { transform: `translate(${short(shape.x)} ${short(shape.y)})` },
  inside: [...drawBody(shape, paint), ...(hasText(shape.kind) ? drawWords(shape, paint) : [])],
})
