// What comes out of a document that anybody may have written: shapes that can be drawn, and nothing else.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createBoard } from './board.ts'
import { limits } from './shape.ts'

const good = { kind: 'rectangle', at: [10, 20], box: [30, 40], color: 'red', stroke: 4, order: 'a1' }

const boardWith = (stored: Readonly<Record<string, unknown>>) => {
  const doc = new Y.Doc()
  const shapes = doc.getMap<unknown>('shapes')
  for (const [id, fields] of Object.entries(stored)) {
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) shapes.set(id, fields)
    else shapes.set(id, new Y.Map(Object.entries(fields)))
  }
  return createBoard(doc)
}

test.each([
  ['a number instead of a shape', 7],
  ['a list', [1, 2]],
  ['nothing in it', {}],
  ['a kind that there is not', { ...good, kind: 'script' }],
  ['a kind that every object has', { ...good, kind: 'constructor' }],
  ['no place', { ...good, at: undefined }],
  ['NaN', { ...good, at: [Number.NaN, 0] }],
  ['no end', { ...good, box: [Number.POSITIVE_INFINITY, 1] }],
  ['a place far away', { ...good, at: [1e300, 0] }],
  ['words for a place', { ...good, at: ['10', '20'] }],
  ['three numbers', { ...good, at: [1, 2, 3] }],
  ['less than no width', { ...good, box: [-5, 5] }],
  ['a pen without points', { ...good, kind: 'pen' }],
  ['a pen with points of another kind', { ...good, kind: 'pen', points: 'M0 0' }],
  ['a pen with words among its points', { ...good, kind: 'pen', points: Y.Array.from<number | string>([1, 'x']) }],
  ['a pen that is nowhere', { ...good, kind: 'pen', points: Y.Array.from([1, Number.NaN]) }],
  ['a pen of no size', { ...good, kind: 'pen', points: Y.Array.from([1, 1]), scale: [0, 1] }],
])('%s is skipped, and what is beside it is shown', (_, bad) => {
  const board = boardWith({ bad, good })
  expect(board.ordered().map(({ id }) => id)).toEqual(['good'])
})

test('what can be done without has a value, and words that are too many are cut', () => {
  const text = new Y.Text('x'.repeat(limits.text + 10))
  const board = boardWith({
    a: { kind: 'note', at: [0, 0], box: [1, 1], color: 'url(x)', stroke: 1e9, order: '<b>', text },
  })
  const [note] = board.ordered()
  expect(note).toMatchObject({ color: 'ink', stroke: 2, order: '0', isFilled: false })
  expect(note?.text).toHaveLength(limits.text)
})

test('a stroke without an end is cut, and an odd number left out', () => {
  const points = Y.Array.from(Array.from({ length: 2 * limits.points + 11 }, () => 1))
  const [long] = boardWith({ a: { ...good, kind: 'pen', points } }).ordered()
  expect(long?.points).toHaveLength(2 * limits.points)
  const [odd] = boardWith({ a: { ...good, kind: 'pen', points: Y.Array.from([10, 20, 30]) } }).ordered()
  expect(odd?.points).toEqual([1, 2])
})

test('a shape that becomes none is gone, and comes back when it is mended', () => {
  const doc = new Y.Doc()
  const board = createBoard(doc)
  const id = board.add({ kind: 'note', x: 0, y: 0, width: 10, height: 10, color: 'ink', stroke: 2, isFilled: false })!
  const stored = doc.getMap<Y.Map<unknown>>('shapes').get(id)!
  stored.set('at', ['<img src=x onerror=alert(1)>', null])
  expect(board.ordered()).toEqual([])
  stored.set('at', [1, 2])
  expect(board.get(id)).toMatchObject({ x: 1, y: 2 })
})
