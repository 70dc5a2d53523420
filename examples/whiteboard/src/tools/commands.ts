/** Owns what can be done with what is chosen, for buttons and keys alike. */
import type { Change, Way } from '../board/board.ts'
import { hasText, type Point } from '../board/shape.ts'
import type { Desk } from './desk.ts'

export interface Commands {
  undo(): void
  redo(): void
  remove(): void
  duplicate(): void
  reorder(way: Way): void
  nudge(by: Point): void
  selectAll(): void
  /** Chooses the one above or below in the order of the board; `false` past its ends. */
  step(by: 1 | -1): boolean
  /** Writes in what is chosen, if it is one that bears words. */
  edit(): boolean
}

export const copyOffset = { x: 20, y: 20 }

export const createCommands = (desk: Desk): Commands => {
  const { board } = desk
  const ids = () => desk.chosen().map(({ id }) => id)
  /** Only for who may write, and of the board's own shapes. */
  const written = (work: (ids: readonly string[]) => void) => {
    const chosen = ids()
    if (!desk.mayWrite.get() || chosen.length === 0) return
    board.beginStep()
    work(chosen)
  }
  return {
    undo() {
      if (desk.mayWrite.get()) board.undo()
    },
    redo() {
      if (desk.mayWrite.get()) board.redo()
    },
    remove: () =>
      written((chosen) => {
        desk.choose([])
        board.remove(chosen)
      }),
    duplicate: () => written(() => desk.choose(board.insert(desk.chosen(), copyOffset))),
    reorder: (way) => written((chosen) => board.reorder(chosen, way)),
    nudge: ({ x, y }) =>
      written(() =>
        board.change(
          new Map<string, Change>(desk.chosen().map((shape) => [shape.id, { x: shape.x + x, y: shape.y + y }])),
        ),
      ),
    selectAll: () => desk.choose(board.ordered().map(({ id }) => id)),
    step(by) {
      const all = board.ordered()
      const last = ids().at(-1)
      const at = last === undefined ? (by > 0 ? -1 : all.length) : all.findIndex(({ id }) => id === last)
      const next = all[at + by]
      if (next) desk.choose([next.id])
      return next !== undefined
    },
    edit() {
      const [only, more] = desk.chosen()
      if (!only || more || !hasText(only.kind) || !desk.mayWrite.get()) return false
      desk.editing.set(only.id)
      return true
    },
  }
}
