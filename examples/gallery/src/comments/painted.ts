// Owns highlights for editors that let nobody else into their elements: the browser paints ranges of their texts (CSS Custom Highlight API).
import { type Mark, revealRect, type Surface } from './surface.ts'

/** A mark with the stretches of text that it covers, none of which crosses a block. */
export interface Painted {
  readonly mark: Mark
  readonly ranges: readonly Range[]
}

const isOver = (range: Range, { clientX, clientY }: MouseEvent): boolean =>
  [...range.getClientRects()].some(
    ({ left, right, top, bottom }) => clientX >= left && clientX <= right && clientY >= top && clientY <= bottom,
  )

export const createPaint = (): Pick<Surface, 'threadsAt' | 'reveal'> & {
  paint(words: readonly Painted[]): void
} => {
  const [all, active] = [new Highlight(), new Highlight()]
  active.priority = 1
  CSS.highlights.set('commented', all).set('commented-active', active)
  let shown: readonly Painted[] = []
  return {
    paint(words) {
      shown = words
      all.clear()
      active.clear()
      for (const { mark, ranges } of words) {
        for (const range of ranges) (mark.isActive ? active : all).add(range)
      }
    },
    threadsAt: (event) =>
      shown.flatMap(({ mark, ranges }) => (ranges.some((range) => isOver(range, event)) ? [mark.id] : [])),
    reveal({ id }) {
      const [range] = shown.find(({ mark }) => mark.id === id)?.ranges ?? []
      if (range) revealRect(range.getBoundingClientRect())
    },
  }
}
