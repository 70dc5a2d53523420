// Tools without a page: what a gesture writes, how often, and that one that is given up leaves nothing behind.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createBoard } from '../board/board.ts'
import { limits, type Point } from '../board/shape.ts'
import { createCommands } from './commands.ts'
import { createDesk } from './desk.ts'
import { beginMake, beginPen, put } from './make.ts'
import { beginSelect } from './select.ts'

const still = { shiftKey: false, altKey: false }

const newDesk = () => {
  const doc = new Y.Doc()
  const desk = createDesk(createBoard(doc))
  let updates = 0
  doc.on('update', () => {
    updates += 1
  })
  const at = (point: Point, more: object = {}) => ({ desk, point, tolerance: 5, handle: null, ...still, ...more })
  return { desk, board: desk.board, at, counted: () => updates }
}

test('the pen writes once per frame, leaves out what says nothing, and a stroke that is full goes on as another', () => {
  const { board, at, counted } = newDesk()
  const pen = beginPen(at({ x: 10, y: 20 }))!
  expect(counted()).toBe(1)
  pen.frame([{ x: 10.2, y: 20 }], still)
  expect(counted()).toBe(1)
  pen.frame(
    [20, 30, 40].map((x) => ({ x, y: 20 })),
    still,
  )
  expect(counted()).toBe(2)
  expect(board.ordered()[0]?.points).toEqual([0, 0, 10, 0, 20, 0, 30, 0])
  const long = Array.from({ length: limits.points - 10 }, (_, index) => ({ x: 50 + 2 * index, y: 30 }))
  pen.frame(long, still)
  pen.frame(
    Array.from({ length: 20 }, (_, index) => ({ x: 9_000 + 2 * index, y: 40 })),
    still,
  )
  expect(counted()).toBe(4)
  const [first, second, ...more] = board.ordered()
  expect(more).toEqual([])
  // Where the first ends the second begins.
  expect(second).toMatchObject({ x: long.at(-1)?.x, y: 30 })
  expect(second?.points).toHaveLength(42)
  expect(first?.points).toHaveLength(2 * (limits.points - 6))
  pen.end()
  board.undo()
  expect(board.ordered()).toEqual([])
})

test('what is given up is as if it had not begun', () => {
  const { desk, board, at } = newDesk()
  const pen = beginPen(at({ x: 0, y: 0 }))!
  pen.frame([{ x: 50, y: 0 }], still)
  pen.cancel()
  const pull = beginMake('rectangle')(at({ x: 0, y: 0 }))!
  pull.frame([{ x: 50, y: 60 }], still)
  expect(board.ordered()).toHaveLength(1)
  pull.cancel()
  expect(board.ordered()).toEqual([])
  const id = put(desk, 'rectangle', { x: 100, y: 100 })!
  const before = board.get(id)
  const drag = beginSelect(at({ x: 20, y: 60 }))!
  drag.frame([{ x: 90, y: 60 }], still)
  expect(board.get(id)).toMatchObject({ x: 90 })
  drag.cancel()
  expect(board.get(id)).toEqual(before)
  const marquee = beginSelect(at({ x: -50, y: -50 }))!
  marquee.frame([{ x: 500, y: 500 }], still)
  expect([...desk.selection.get()]).toEqual([id])
  marquee.cancel()
  expect(desk.selection.get().size).toBe(0)
  expect(desk.marquee.get()).toBeNull()
})

test('a press makes one of the usual size, shift keeps sides equal and lines straight', () => {
  const { desk, board, at } = newDesk()
  beginMake('ellipse')(at({ x: 0, y: 0 }))!.end()
  expect(board.ordered()[0]).toMatchObject({ kind: 'ellipse', x: -80, y: -50, width: 160, height: 100 })
  const shift = { ...still, shiftKey: true }
  const square = beginMake('rectangle')(at({ x: 0, y: 0 }))!
  square.frame([{ x: -40, y: 90 }], shift)
  square.end()
  expect(desk.chosen()[0]).toMatchObject({ x: -90, y: 0, width: 90, height: 90 })
  const line = beginMake('arrow')(at({ x: 0, y: 0 }))!
  line.frame([{ x: 100, y: 7 }], shift)
  line.end()
  expect(desk.chosen()[0]?.height).toBeCloseTo(0)
  expect(desk.tool.get()).toBe('select')
})

test('with alt a copy is moved, a press beside a drag of three pixels moves nothing, ends of lines go alone', () => {
  const { desk, board, at, counted } = newDesk()
  const id = put(desk, 'note', { x: 100, y: 100 })!
  desk.editing.set(null)
  const copy = beginSelect(at({ x: 100, y: 100 }, { altKey: true }))!
  copy.frame([{ x: 400, y: 100 }], still)
  copy.end()
  expect(board.ordered().map(({ x }) => x)).toEqual([0, 300])
  expect(board.get(id)).toMatchObject({ x: 0, y: 0 })
  const written = counted()
  beginSelect(at({ x: 100, y: 100 }))!.frame([{ x: 102, y: 100 }], still)
  expect(counted()).toBe(written)
  const line = put(desk, 'line', { x: 500, y: 500 })!
  const end = beginSelect(at({ x: 580, y: 500 }, { handle: 'to' }))!
  end.frame([{ x: 580, y: 560 }], still)
  expect(board.get(line)).toMatchObject({ x: 420, y: 500, width: 160, height: 60 })
  const beginning = beginSelect(at({ x: 420, y: 500 }, { handle: 'from' }))!
  beginning.frame([{ x: 430, y: 500 }], still)
  expect(board.get(line)).toMatchObject({ x: 430, width: 150, height: 60 })
})

test('who may only look changes nothing, whatever they do', () => {
  const { desk, board, at, counted } = newDesk()
  const id = put(desk, 'rectangle', { x: 0, y: 0 })!
  const written = counted()
  desk.mayWrite.set(false)
  const commands = createCommands(desk)
  expect([beginPen(at({ x: 0, y: 0 })), beginMake('note')(at({ x: 0, y: 0 }))]).toEqual([null, null])
  desk.choose([id])
  expect(beginSelect(at({ x: -80, y: 0 }))).toBeNull()
  commands.remove()
  commands.duplicate()
  commands.undo()
  commands.reorder('back')
  commands.nudge({ x: 1, y: 0 })
  desk.restyle({ color: 'red' })
  expect(commands.edit()).toBe(false)
  expect(counted()).toBe(written)
  expect(board.get(id)).toMatchObject({ color: 'ink' })
})
