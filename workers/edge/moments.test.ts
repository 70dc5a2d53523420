/** Who acts for whom within a moment, and what becomes of one that nobody ended. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMoments } from './moments.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first acts for all of a moment, each key for itself, and the next moment begins anew', async () => {
  const gather = createMoments<number>(100, 10)
  const first = gather('a', 1)
  expect(await gather('a', 2)).toBeNull()
  const other = gather('b', 3)
  await vi.advanceTimersByTimeAsync(100)
  expect([await first, await other]).toEqual([[1, 2], [3]])
  const next = gather('a', 4)
  await vi.advanceTimersByTimeAsync(100)
  expect(await next).toEqual([4])
})

test('past the bound nobody waits; moments that nobody ended make way', async () => {
  const gather = createMoments<number>(100, 2)
  void gather('a', 1)
  void gather('b', 2)
  expect(await gather('c', 3)).toEqual([3])
  // As if both had been cut off: time goes on, and their timers never ring.
  vi.setSystemTime(Date.now() + 101)
  void gather('c', 4)
  expect(await gather('c', 5)).toBeNull()
  vi.setSystemTime(Date.now() - 3_600_000)
  void gather('c', 6)
  expect(await gather('c', 7)).toBeNull()
})
