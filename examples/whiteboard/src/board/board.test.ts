// The document of a board: what is told of a change, what a stroke costs, whose undo is whose, and who lies above whom.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, createBoard, type NewShape } from './board.ts'

const box: NewShape = { kind: 'rectangle', x: 0, y: 0, width: 10, height: 10, color: 'ink', stroke: 2, isFilled: false }

/** Two windows whose documents hear each other at once; `updates` are those of the first. */
const twoBoards = () => {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
  const updates: Uint8Array[] = []
  mine.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'wire') return
    updates.push(update)
    Y.applyUpdate(theirs, update, 'wire')
  })
  theirs.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'wire') Y.applyUpdate(mine, update, 'wire')
  })
  return { mine, ada: createBoard(mine), bob: createBoard(theirs), updates }
}
const idsOf = (board: Board) => board.ordered().map(({ id }) => id)

test('a change of one among two thousand tells of one, to everybody', () => {
  const { ada, bob } = twoBoards()
  const ids = Array.from({ length: 2_000 }, () => ada.add(box)!)
  const told: string[][] = []
  bob.subscribe((changed) => told.push([...changed]))
  ada.change(new Map([[ids[1_000]!, { x: 5, color: 'red' as const }]]))
  expect(told).toEqual([[ids[1_000]]])
  expect(bob.get(ids[1_000]!)).toMatchObject({ x: 5, y: 0, color: 'red' })
  expect(idsOf(bob)).toEqual(ids)
})

test('a stroke of 600 points in 200 frames: an update for each frame, few bytes for each point, and one item in the end', () => {
  const { mine, ada, bob, updates } = twoBoards()
  let id = ''
  ada.write(() => {
    id = ada.add({ ...box, kind: 'pen', width: 0, height: 0 })!
    ada.extend(id, [0, 0])
  })
  updates.length = 0
  const points: number[] = [0, 0]
  for (let frame = 0; frame < 200; frame += 1) {
    const fresh = Array.from({ length: 3 }, (_, index) => {
      const at = frame * 3 + index + 1
      return [at * 1.5, Math.round(400 * Math.sin(at / 20)) / 10]
    }).flat()
    points.push(...fresh)
    ada.extend(id, fresh)
  }
  expect(updates).toHaveLength(200)
  const bytes = updates.reduce((sum, { length }) => sum + length, 0)
  // 31 bytes for each frame, with all that an update has around it.
  expect(bytes / 600).toBeLessThan(11.5)
  expect(Y.encodeStateAsUpdate(mine).length / 600).toBeLessThan(5)
  const list = mine.getMap<Y.Map<Y.Array<number>>>('shapes').get(id)!.get('points')!
  let items = 0
  for (let item = list._start; item; item = item.right) items += 1
  expect(items).toBe(1)
  expect(bob.get(id)?.points).toEqual(points)
})

test('undo takes back what was done here alone, one step at a time, and leaves what the others did', () => {
  const { ada, bob } = twoBoards()
  ada.beginStep()
  const mine = ada.add(box)!
  bob.beginStep()
  const theirs = bob.add(box)!
  ada.beginStep()
  for (const x of [1, 2, 3]) ada.change(new Map([[mine, { x }]]))
  bob.change(new Map([[mine, { color: 'blue' as const }]]))
  ada.undo()
  expect(bob.get(mine)).toMatchObject({ x: 0, color: 'blue' })
  ada.redo()
  expect(bob.get(mine)).toMatchObject({ x: 3, color: 'blue' })
  ada.undo()
  ada.undo()
  expect(idsOf(bob)).toEqual([theirs])
  expect(ada.history.get()).toEqual({ canUndo: false, canRedo: true })
  ada.undo()
  expect(idsOf(ada)).toEqual([theirs])
  bob.undo()
  expect(idsOf(ada)).toEqual([])
})

test('two who write in one note write in one text, and each takes back their own words', () => {
  const { ada, bob } = twoBoards()
  const id = ada.add({ ...box, kind: 'note' })!
  ada.beginStep()
  ada.write(() => ada.textOf(id)!.insert(0, 'one '))
  bob.beginStep()
  bob.write(() => bob.textOf(id)!.insert(4, 'two'))
  expect(ada.get(id)?.text).toBe('one two')
  ada.undo()
  expect(bob.get(id)?.text).toBe('two')
})

test('front, back, forward and backward, for one and for several, change no other shape', () => {
  const { ada, bob } = twoBoards()
  const [a, b, c, d] = Array.from({ length: 4 }, () => ada.add(box)!) as [string, string, string, string]
  const told: string[] = []
  bob.subscribe((changed) => told.push(...changed))
  ada.reorder([a], 'front')
  expect(idsOf(bob)).toEqual([b, c, d, a])
  ada.reorder([a], 'backward')
  expect(idsOf(bob)).toEqual([b, c, a, d])
  expect(told).toEqual([a, a])
  ada.reorder([c, d], 'back')
  expect(idsOf(bob)).toEqual([c, d, b, a])
  ada.reorder([c], 'forward')
  expect(idsOf(bob)).toEqual([d, c, b, a])
  ada.reorder([d, c], 'forward')
  expect(idsOf(bob)).toEqual([b, d, c, a])
  ada.reorder([a], 'forward')
  expect(idsOf(bob)).toEqual([b, d, c, a])
  ada.reorder([b], 'backward')
  expect(idsOf(bob)).toEqual([b, d, c, a])
})

test('two who put something on top at the same time see the same order', () => {
  const [one, two] = [new Y.Doc(), new Y.Doc()]
  const [ada, bob] = [createBoard(one), createBoard(two)]
  for (const board of [ada, bob]) for (let turn = 0; turn < 20; turn += 1) board.add(box)
  Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
  expect(idsOf(ada)).toEqual(idsOf(bob))
  const lowest = idsOf(ada)[0]!
  ada.reorder([lowest], 'forward')
  expect(idsOf(ada).indexOf(lowest)).toBeGreaterThan(0)
})

test('copies are shapes of their own, words and strokes with them', () => {
  const { ada, bob } = twoBoards()
  const note = ada.add({ ...box, kind: 'note' })!
  ada.write(() => ada.textOf(note)!.insert(0, 'words'))
  let pen = ''
  ada.write(() => {
    pen = ada.add({ ...box, kind: 'pen', width: 0, height: 0 })!
    ada.extend(pen, [0, 0, 3, 4.5])
  })
  const copies = ada.insert([ada.get(note)!, ada.get(pen)!], { x: 7, y: 0 })
  expect(copies.map((id) => bob.get(id))).toMatchObject([
    { kind: 'note', text: 'words', x: 7 },
    { kind: 'pen', points: [0, 0, 3, 4.5], x: 7 },
  ])
  ada.write(() => ada.textOf(copies[0]!)!.insert(0, 'other '))
  expect(bob.get(note)?.text).toBe('words')
})
