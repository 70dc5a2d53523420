import { expect, test } from 'vitest'
import { difference } from './text-field.ts'

test.each([
  ['', 'a', { at: 0, removed: 0, added: 'a' }],
  ['abc', 'abXc', { at: 2, removed: 0, added: 'X' }],
  ['aaa', 'aa', { at: 2, removed: 1, added: '' }],
  ['one two', 'one three', { at: 5, removed: 2, added: 'hree' }],
  ['a👩b', 'a👨b', { at: 1, removed: 2, added: '👨' }],
])('%j became %j by as little as that', (before, after, change) => {
  expect(difference(before, after)).toEqual(change)
})
