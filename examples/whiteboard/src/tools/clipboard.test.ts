// Shapes as text and back, and what else a clipboard may hold.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createBoard } from '../board/board.ts'
import { fromClipboard, toClipboard } from './clipboard.ts'

test('what is copied comes back as it was, on another board too', () => {
  const board = createBoard(new Y.Doc())
  const looks = { x: 1.5, y: 2, width: 30, height: 40, color: 'red', stroke: 4, isFilled: true } as const
  const note = board.add({ ...looks, kind: 'note' })!
  board.write(() => board.textOf(note)?.insert(0, 'Words, <b>words</b>'))
  board.write(() => {
    const pen = board.add({ ...looks, kind: 'pen', width: 0, height: 0, isFilled: false })!
    board.extend(pen, [0, 0, 3.3, -4.4, 10, 0])
  })
  board.add({ ...looks, kind: 'arrow', width: -5 })
  const other = createBoard(new Y.Doc())
  other.insert(fromClipboard(toClipboard(board.ordered()))!, { x: 0, y: 0 })
  const bare = (each: typeof board) => each.ordered().map(({ id, order, ...rest }) => rest)
  expect(bare(other)).toEqual(bare(board))
})

test.each(['', 'words', '{', 'null', '[]', '7', '{"syncforge.whiteboard":7}', '{"__proto__":[]}'])(
  '%j is no shapes',
  (text) => {
    expect(fromClipboard(text)).toBeNull()
  },
)

test('of shapes that somebody made up only those that are some are taken', () => {
  const good = { kind: 'rectangle', at: [0, 0], box: [1, 1] }
  const bad = [null, 7, 'x', [], {}, { ...good, at: [null, 1e99] }, { ...good, kind: 'pen', points: [{}, []] }]
  const taken = fromClipboard(JSON.stringify({ 'syncforge.whiteboard': [...bad, good, { ...good, text: { a: 1 } }] }))
  expect(taken?.map(({ kind, text }) => [kind, text])).toEqual([
    ['rectangle', ''],
    ['rectangle', ''],
  ])
})
