/** Owns making shapes: by pulling, by a press, and with the keyboard alone. */
import { isLine, type Kind, limits, type Point } from '../board/shape.ts'
import { boxOf } from '../geometry/box.ts'
import type { Desk } from './desk.ts'
import type { Begin, Gesture, Start } from './gesture.ts'

type Made = Exclude<Kind, 'pen'>

const usual: Readonly<Record<Made, { readonly width: number; readonly height: number }>> = {
  rectangle: { width: 160, height: 100 },
  ellipse: { width: 160, height: 100 },
  line: { width: 160, height: 0 },
  arrow: { width: 160, height: 0 },
  note: { width: 200, height: 200 },
  text: { width: 0, height: 20 },
}

const leastPixels = 6

/** A note without a colour is yellow, as they are. */
const colorFor = (desk: Desk, kind: Made) => {
  const { color } = desk.style.get()
  return kind === 'note' && color === 'ink' ? 'yellow' : color
}

/** Puts one of the usual size with its middle at `middle`, chooses it, and lets one write where it is made for words. */
export const put = (desk: Desk, kind: Made, middle: Point): string | null => {
  const { width, height } = usual[kind]
  const at =
    kind === 'text' ? { x: middle.x, y: middle.y - height / 2 } : { x: middle.x - width / 2, y: middle.y - height / 2 }
  desk.board.beginStep()
  const id = desk.board.add({ ...desk.style.get(), kind, color: colorFor(desk, kind), ...at, width, height })
  if (!id) return null
  desk.tool.set('select')
  desk.choose([id])
  if (kind === 'note' || kind === 'text') desk.editing.set(id)
  return id
}

/** Of equal sides, or at an angle of 45°. */
const evened = (from: Point, to: Point, isALine: boolean): Point => {
  const [across, down] = [to.x - from.x, to.y - from.y]
  if (!isALine) {
    const side = Math.max(Math.abs(across), Math.abs(down))
    return { x: from.x + side * Math.sign(across || 1), y: from.y + side * Math.sign(down || 1) }
  }
  const angle = (Math.round(Math.atan2(down, across) / (Math.PI / 4)) * Math.PI) / 4
  const length = Math.hypot(across, down)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}

const pull = ({ desk, point }: Start, kind: Made): Gesture => {
  const { board } = desk
  const hasDirection = isLine(kind)
  let id: string | null = null
  return {
    frame(points, { shiftKey }) {
      const last = points.at(-1) ?? point
      const to = shiftKey ? evened(point, last, hasDirection) : last
      const pixels = Math.hypot(to.x - point.x, to.y - point.y) * desk.camera.get().zoom
      if (!id && pixels < leastPixels) return
      const box = hasDirection ? { ...point, width: to.x - point.x, height: to.y - point.y } : boxOf(point, to)
      if (id) return board.change(new Map([[id, box]]))
      board.beginStep()
      id = board.add({ ...desk.style.get(), kind, color: colorFor(desk, kind), ...box })
    },
    end() {
      if (!id) return void put(desk, kind, point)
      desk.tool.set('select')
      desk.choose([id])
      if (kind === 'note' || kind === 'text') desk.editing.set(id)
    },
    cancel() {
      if (id) board.remove([id])
    },
  }
}

export const beginMake =
  (kind: Made): Begin =>
  (start) =>
    start.desk.mayWrite.get() ? pull(start, kind) : null

/** Points nearer than this many pixels to the one before say nothing more. */
const nearPixels = 1.5

/**
 * The pen. Whatever the pointer did in a frame goes into the document as one item of one transaction; items that follow each other become one there.
 */
export const beginPen: Begin = ({ desk, point }) => {
  if (!desk.mayWrite.get()) return null
  const { board } = desk
  const { color, stroke } = desk.style.get()
  let origin = point
  let last = point
  let count = 0
  let ids: string[] = []
  const add = (points: readonly Point[]) => {
    const flat = points.flatMap(({ x, y }) => [x - origin.x, y - origin.y])
    count += points.length
    const id = ids.at(-1)
    if (id) board.extend(id, flat)
  }
  const start = (points: readonly [Point, ...Point[]]) => {
    const [at] = points
    origin = at
    count = 0
    const id = board.add({ kind: 'pen', ...at, width: 0, height: 0, color, stroke, isFilled: false })
    if (id) ids = [...ids, id]
    add(points)
  }
  board.beginStep()
  board.write(() => start([point]))
  return {
    frame(points) {
      const least = nearPixels / desk.camera.get().zoom
      const before = last
      const fresh: Point[] = []
      for (const each of points) {
        if (Math.hypot(each.x - last.x, each.y - last.y) < least) continue
        fresh.push(each)
        last = each
      }
      if (fresh.length === 0) return
      // A stroke that is full goes on as another, where it has come to.
      if (count + fresh.length > limits.points) board.write(() => start([before, ...fresh]))
      else add(fresh)
    },
    end() {},
    cancel: () => board.remove(ids),
  }
}
