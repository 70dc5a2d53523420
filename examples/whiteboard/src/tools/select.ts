/** Owns choosing, moving and resizing. */
import type { Change } from '../board/board.ts'
import type { Point, Shape } from '../board/shape.ts'
import { boxOfShape } from '../draw/look.ts'
import { isAsWideAsWords } from '../draw/words.ts'
import { boxOf, covers, fitted, type Handle, pulled, unionOf } from '../geometry/box.ts'
import { shapeAt } from '../geometry/hit.ts'
import type { Desk } from './desk.ts'
import type { Begin, Gesture, Start } from './gesture.ts'

/** So many pixels are a move and no press. */
const stillPixels = 3

const before = (shapes: readonly Shape[]): ReadonlyMap<string, Change> =>
  new Map(shapes.map(({ id, x, y, width, height, scale }) => [id, { x, y, width, height, scale }]))

/** Changes what is chosen by how far the pointer has come; cancelled, everything is where it was. */
const drag = (
  { desk, point }: Start,
  change: (by: Point, keys: { readonly shiftKey: boolean }) => ReadonlyMap<string, Change>,
): Gesture => {
  const originals = before(desk.chosen())
  let isMoving = false
  return {
    frame(points, keys) {
      const last = points.at(-1) ?? point
      const by = { x: last.x - point.x, y: last.y - point.y }
      if (!isMoving && Math.hypot(by.x, by.y) * desk.camera.get().zoom < stillPixels) return
      if (!isMoving) desk.board.beginStep()
      isMoving = true
      desk.board.change(change(by, keys))
    },
    end() {},
    cancel() {
      if (isMoving) desk.board.change(originals)
    },
  }
}

const move = (start: Start): Gesture => {
  const { desk, altKey } = start
  if (altKey) {
    desk.board.beginStep()
    desk.choose(desk.board.insert(desk.chosen(), { x: 0, y: 0 }))
  }
  const shapes = desk.chosen()
  return drag(start, (by, { shiftKey }) => {
    const isAcross = Math.abs(by.x) > Math.abs(by.y)
    const [x, y] = shiftKey ? [isAcross ? by.x : 0, isAcross ? 0 : by.y] : [by.x, by.y]
    return new Map(shapes.map((shape) => [shape.id, { x: shape.x + x, y: shape.y + y }]))
  })
}

const moveEnd = (start: Start, line: Shape, isBeginning: boolean): Gesture =>
  drag(start, (by) => {
    const { x, y, width, height } = line
    return new Map([
      [
        line.id,
        isBeginning
          ? { x: x + by.x, y: y + by.y, width: width - by.x, height: height - by.y }
          : { width: width + by.x, height: height + by.y },
      ],
    ])
  })

const resize = (start: Start, handle: Handle): Gesture | null => {
  const shapes = start.desk.chosen()
  const from = unionOf(shapes.map(boxOfShape))
  if (!from) return null
  // A text that was as wide as its words has a width from here on.
  const sized = shapes.map((shape) => (isAsWideAsWords(shape) ? { ...shape, width: boxOfShape(shape).width } : shape))
  return drag(start, (by, { shiftKey }) => {
    const to = pulled(from, handle, by, shiftKey)
    return new Map(sized.map((shape) => [shape.id, fitted(shape, from, to)]))
  })
}

const byHandle = (start: Start, handle: string): Gesture | null => {
  const [only] = start.desk.chosen()
  if (handle === 'from' || handle === 'to') return only ? moveEnd(start, only, handle === 'from') : null
  return resize(start, handle as Handle)
}

const marquee = ({ desk, point, shiftKey }: Start): Gesture => {
  const kept = shiftKey ? desk.selection.get() : new Set<string>()
  desk.choose(kept)
  return {
    frame(points) {
      const area = boxOf(point, points.at(-1) ?? point)
      desk.marquee.set(area)
      const caught = desk.board.ordered().filter((shape) => covers(area, boxOfShape(shape)))
      desk.choose([...kept, ...caught.map(({ id }) => id)])
    },
    end: () => desk.marquee.set(null),
    cancel() {
      desk.marquee.set(null)
      desk.choose(kept)
    },
  }
}

const toggled = (desk: Desk, id: string): string[] => {
  const ids = new Set(desk.selection.get())
  if (!ids.delete(id)) ids.add(id)
  return [...ids]
}

export const beginSelect: Begin = (start) => {
  const { desk, point, tolerance, shiftKey, handle } = start
  if (handle && desk.mayWrite.get()) return byHandle(start, handle)
  const hit = shapeAt(desk.board.ordered(), point, tolerance)
  if (!hit) return marquee(start)
  if (shiftKey) desk.choose(toggled(desk, hit.id))
  else if (!desk.selection.get().has(hit.id)) desk.choose([hit.id])
  return desk.mayWrite.get() && desk.selection.get().has(hit.id) ? move(start) : null
}
