import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

test.each([
  ['  Ada \n Lovelace\t', 'Ada Lovelace'],
  ['Ada\u2028Lovelace', 'Ada Lovelace'],
  ['\u202eadA', 'adA'],
  ['\u2066Ada\u2069\u200b\ufeff', 'Ada'],
  ['A\0d\u0007a', 'Ada'],
  ['\ud83d', ''],
  ['👩‍💻 Ada', '👩‍💻 Ada'],
  ['می‌خواهم', 'می‌خواهم'],
  ['x'.repeat(1_000_000), 'x'.repeat(40)],
  [' \u200b ', ''],
])('%j is shown as %j', (words, shown) => {
  expect(oneLine(words, 40)).toBe(shown)
})
