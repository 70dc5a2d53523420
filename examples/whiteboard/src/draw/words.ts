/** Owns how words are laid out: broken into lines that fit, the same on the board and in what is exported. */
import type { Shape } from '../board/shape.ts'

/** One that is there in a picture too, which has no fonts of the page. */
export const fontFamily = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'
export const lineHeight = 1.3
export const padding = 12

export interface Lines {
  readonly lines: readonly string[]
  readonly fontSize: number
  /** Of the widest line. */
  readonly width: number
  /** Of all lines together. */
  readonly height: number
}

/** How wide `text` is in pixels at `fontSize`. */
export type Measure = (text: string, fontSize: number) => number

const measureSize = 100

/** By the browser's own fonts; where there is none, by the average of letters. */
const createMeasure = (): Measure => {
  const brush = globalThis.document?.createElement('canvas').getContext('2d')
  if (!brush) return (text, fontSize) => text.length * fontSize * 0.55
  brush.font = `${measureSize}px ${fontFamily}`
  return (text, fontSize) => (brush.measureText(text).width * fontSize) / measureSize
}

/** Breaks at spaces where that is possible, else anywhere. */
export const wrap = (text: string, width: number, fontSize: number, measure: Measure): string[] => {
  const fits = (line: string) => measure(line, fontSize) <= width
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(/(?<=\s)/)) {
      if (fits((line + word).trimEnd())) {
        line += word
        continue
      }
      if (line) lines.push(line.trimEnd())
      line = word
      while (line && !fits(line.trimEnd())) {
        const letters = Array.from(line)
        let count = 1
        while (count < letters.length && fits(letters.slice(0, count + 1).join(''))) count += 1
        if (count === letters.length) break
        lines.push(letters.slice(0, count).join(''))
        line = letters.slice(count).join('')
      }
    }
    lines.push(line.trimEnd())
  }
  return lines
}

const sizes: Readonly<Record<number, number>> = { 2: 16, 4: 24, 8: 40 }

/** The stroke's width says how large the letters are. */
export const fontSizeOf = ({ stroke }: Pick<Shape, 'stroke'>): number => sizes[stroke] ?? 16

/** A text that nobody has given a width. */
export const isAsWideAsWords = ({ kind, width }: Pick<Shape, 'kind' | 'width'>): boolean =>
  kind === 'text' && width === 0

let measure: Measure | undefined
const known = new WeakMap<Shape, Lines>()

export const linesOf = (shape: Shape): Lines => {
  const before = known.get(shape)
  if (before) return before
  measure ??= createMeasure()
  const fontSize = fontSizeOf(shape)
  const inset = shape.kind === 'text' ? 0 : 2 * padding
  const room = isAsWideAsWords(shape) ? Number.POSITIVE_INFINITY : Math.max(fontSize, shape.width - inset)
  const lines = shape.text ? wrap(shape.text, room, fontSize, measure) : []
  const widths = lines.map((line) => measure?.(line, fontSize) ?? 0)
  const laid = { lines, fontSize, width: Math.max(0, ...widths), height: lines.length * fontSize * lineHeight }
  known.set(shape, laid)
  return laid
}
