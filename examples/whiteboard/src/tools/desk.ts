/** Owns what this window has of the board: what it sees, which tool is in hand, what is chosen. None of it is in the document. */
import type { Board, Change } from '../board/board.ts'
import { type Color, colors, type Kind, type Point, type Shape, strokes } from '../board/shape.ts'
import { boxOfShape } from '../draw/look.ts'
import { type Box, unionOf } from '../geometry/box.ts'
import { type Camera, type Size, seenBy, showing, zoomedAt } from '../geometry/camera.ts'
import { createValue, type Value } from '../store.ts'

export type ToolName = 'select' | 'hand' | Kind

export interface Style {
  readonly color: Color
  readonly stroke: number
  readonly isFilled: boolean
}

export interface Desk {
  readonly board: Board
  readonly camera: Value<Camera>
  readonly size: Value<Size>
  readonly tool: Value<ToolName>
  readonly style: Value<Style>
  readonly selection: Value<ReadonlySet<string>>
  readonly marquee: Value<Box | null>
  /** Whose words are being written here. */
  readonly editing: Value<string | null>
  readonly mayWrite: Value<boolean>
  /** What is chosen and still there, from the lowest on. */
  chosen(): readonly Shape[]
  choose(ids: Iterable<string>): void
  /** Where all that is chosen lies. */
  chosenBox(): Box | null
  middle(): Point
  zoomBy(factor: number): void
  zoomTo(zoom: number): void
  zoomToFit(): void
  /** The style of what comes next, and of what is chosen. */
  restyle(style: Partial<Style>): void
}

export const createDesk = (board: Board): Desk => {
  const camera = createValue<Camera>({ x: 0, y: 0, zoom: 1 })
  const size = createValue<Size>({ width: 1, height: 1 })
  const selection = createValue<ReadonlySet<string>>(new Set())
  const style = createValue<Style>({ color: colors[0], stroke: strokes[0], isFilled: false })
  const mayWrite = createValue(true)
  const chosen = () => {
    const ids = selection.get()
    return ids.size === 0 ? [] : board.ordered().filter(({ id }) => ids.has(id))
  }
  const middleOfScreen = () => ({ x: size.get().width / 2, y: size.get().height / 2 })
  const zoomTo = (zoom: number) => camera.set(zoomedAt(camera.get(), middleOfScreen(), zoom))
  return {
    board,
    camera,
    size,
    tool: createValue<ToolName>('select'),
    style,
    selection,
    marquee: createValue<Box | null>(null),
    editing: createValue<string | null>(null),
    mayWrite,
    chosen,
    choose: (ids) => selection.set(new Set(ids)),
    chosenBox: () => unionOf(chosen().map(boxOfShape)),
    middle() {
      const seen = seenBy(camera.get(), size.get())
      return { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }
    },
    zoomBy: (factor) => zoomTo(camera.get().zoom * factor),
    zoomTo,
    zoomToFit() {
      const all = unionOf(board.ordered().map(boxOfShape))
      if (all) camera.set(showing(all, size.get(), 2, 80))
      else camera.set({ x: 0, y: 0, zoom: 1 })
    },
    restyle(next) {
      style.set({ ...style.get(), ...next })
      if (!mayWrite.get()) return
      const changes = new Map<string, Change>(chosen().map(({ id }) => [id, next]))
      if (changes.size === 0) return
      board.beginStep()
      board.change(changes)
    },
  }
}
