import { expect, test } from 'vitest'
import { carried, difference } from './text-field.ts'

test.each([
  ['', 'a', { at: 0, removed: 0, added: 'a' }],
  ['abc', 'abXc', { at: 2, removed: 0, added: 'X' }],
  ['aaa', 'aa', { at: 2, removed: 1, added: '' }],
  ['one two', 'one three', { at: 5, removed: 2, added: 'hree' }],
  ['a👩b', 'a👨b', { at: 1, removed: 2, added: '👨' }],
])('%j became %j by as little as that', (before, after, change) => {
  expect(difference(before, after)).toEqual(change)
})

test.each([
  ['what comes before moves it', [{ insert: 'XY' }], 3],
  ['what comes where it is lies behind it', [{ retain: 1 }, { insert: 'XY' }], 1],
  ['what comes behind does not', [{ retain: 2 }, { insert: 'XY' }], 1],
  ['what goes before moves it back', [{ delete: 1 }], 0],
  ['what goes behind it leaves it there', [{ retain: 1 }, { insert: 'Z' }, { delete: 3 }], 1],
  ['several at once', [{ insert: 'XY' }, { retain: 4 }, { insert: 'Z' }], 3],
])('a place after the first letter: %s', (_, delta, place) => {
  expect(carried(1, delta)).toBe(place)
})
