import { expect, test } from 'vitest'
import { difference } from './text-field.ts'

test('what differs between two texts makes the second of the first, and cuts no character in half', () => {
  for (const [before, after] of [
    ['', 'a'],
    ['abc', 'ac'],
    ['aaa', 'aa'],
    ['aa', 'aaa'],
    ['one two', 'one three two'],
    ['😀', '😁'],
    ['x😀y', 'x😁y'],
    ['same', 'same'],
  ] as const) {
    const { at, removed, added } = difference(before, after)
    expect(before.slice(0, at) + added + before.slice(at + removed)).toBe(after)
    expect(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(added)).toBe(false)
  }
})
