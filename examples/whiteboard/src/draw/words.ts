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
/** Each is an element. */
const linesMax = 300

/** By the browser's own fonts; where there is none, by the average of letters. */
const createMeasure = (): Measure => {
  const brush = globalThis.document?.createElement('canvas').getContext('2d')
  if (!brush) return (text, fontSize) => text.length * fontSize * 0.55
  brush.font = `${measureSize}px ${fontFamily}`
  return (text, fontSize) => (brush.measureText(text).width * fontSize) / measureSize
}

/** How many letters from `at` on fit, one at least: by doubles and halves, for a word may be as long as a book. */
const fitting = (letters: readonly string[], at: number, fits: (text: string) => boolean): number => {
  const holds = (count: number) => fits(letters.slice(at, at + count).join(''))
  let most = 1
  while (at + most < letters.length && holds(2 * most)) most *= 2
  let tooMany = Math.min(2 * most, letters.length - at + 1)
  while (tooMany - most > 1) {
    const middle = (most + tooMany) >> 1
    if (holds(middle)) most = middle
    else tooMany = middle
  }
  return Math.min(most, letters.length - at)
}

/** Breaks at spaces where that is possible, else anywhere; so many lines at most. */
export const wrap = (text: string, width: number, fontSize: number, measure: Measure): string[] => {
  const fits = (line: string) => measure(line.trimEnd(), fontSize) <= width
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(/(?<=\s)/)) {
      if (lines.length >= linesMax) return lines
      if (fits(line + word)) {
        line += word
        continue
      }
      if (line) lines.push(line.trimEnd())
      const letters = Array.from(word)
      let at = 0
      let count = fitting(letters, at, fits)
      while (at + count < letters.length && lines.length < linesMax) {
        lines.push(letters.slice(at, at + count).join(''))
        at += count
        count = fitting(letters, at, fits)
      }
      line = letters.slice(at).join('')
    }
    lines.push(line.trimEnd())
  }
  return lines.slice(0, linesMax)
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
