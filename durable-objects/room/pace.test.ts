/** The pace of ticks in numbers. */
import { expect, test } from 'vitest'
import { paceMs } from './pace.ts'

test.each([
  ['two people typing', { sends: 20, bytes: 800, received: 1 }, 16],
  ['a typing storm of 20', { sends: 20, bytes: 10_000, received: 160 }, 24],
  ['100 cursors', { sends: 100, bytes: 320_000, received: 32 }, 24],
  ['500 cursors in binary', { sends: 500, bytes: 650_000, received: 200 }, 32.6],
  ['500 awareness states of 100 bytes', { sends: 500, bytes: 25_000_000, received: 500 }, 130],
  ['a full state to thousands', { sends: 5_000, bytes: 1e9, received: 0 }, 1_000],
])('%s', (_, traffic, expectedMs) => {
  expect(paceMs(traffic)).toBeCloseTo(expectedMs, 5)
})
