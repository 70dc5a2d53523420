import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { editBetween } from './title.ts'

const applied = (before: string, after: string): string => {
  const { index, removed, inserted } = editBetween(before, after)
  return before.slice(0, index) + inserted + before.slice(index + removed)
}

describe('the edit between two titles', () => {
  test.each([
    ['', 'Notes', { index: 0, removed: 0, inserted: 'Notes' }],
    ['Notes', '', { index: 0, removed: 5, inserted: '' }],
    ['Notes', 'Notes', { index: 5, removed: 0, inserted: '' }],
    ['Launch', 'Lunch', { index: 1, removed: 1, inserted: '' }],
    ['aa', 'aaa', { index: 2, removed: 0, inserted: 'a' }],
    ['one two', 'one big two', { index: 4, removed: 0, inserted: 'big ' }],
  ])('%j → %j touches only what changed', (before, after, edit) => {
    expect(editBetween(before, after)).toEqual(edit)
    expect(applied(before, after)).toBe(after)
  })

  test('two people editing one title at once keep both words', () => {
    const [left, right] = [new Y.Doc(), new Y.Doc()]
    left.getText('title').insert(0, 'Notes')
    Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
    for (const [doc, after] of [
      [left, 'Our Notes'],
      [right, 'Notes 2026'],
    ] as const) {
      const { index, inserted } = editBetween('Notes', after)
      doc.getText('title').insert(index, inserted)
    }
    Y.applyUpdate(right, Y.encodeStateAsUpdate(left))
    Y.applyUpdate(left, Y.encodeStateAsUpdate(right))
    expect(left.getText('title').toString()).toBe('Our Notes 2026')
    expect(right.getText('title').toString()).toBe('Our Notes 2026')
  })
})
