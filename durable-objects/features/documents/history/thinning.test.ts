import { expect, test } from 'vitest'
import { leastMissed } from './thinning.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

test('a version every ten minutes for thirty days leaves a hundred: the last hours whole, every day among them, the first one too', () => {
  let times: number[] = []
  let now = 0
  for (; now < 30 * dayMs; now += 10 * minuteMs) {
    times = [now, ...times]
    if (times.length > 100) times.splice(leastMissed(times, now), 1)
  }
  now -= 10 * minuteMs
  expect(times).toHaveLength(100)
  expect(times.slice(0, 3).map((at) => now - at)).toEqual([0, 10 * minuteMs, 20 * minuteMs])
  expect(times.at(-1)).toBe(0)
  const gaps = times.slice(1).map((older, i) => ({ age: now - older, gap: (times[i] ?? 0) - older }))
  // No moment of the past is further from a version than a third of its age.
  for (const { age, gap } of gaps)
    expect(gap, `at the age of ${age / minuteMs} min`).toBeLessThanOrEqual(Math.max(10 * minuteMs, age / 3))
})

test('the newest and the oldest stay, whatever the clock says', () => {
  expect(leastMissed([], 0)).toBe(-1)
  expect(leastMissed([5, 1], 9)).toBe(-1)
  expect(leastMissed([5, 4, 1], 9)).toBe(1)
  expect(leastMissed([5, 4, 1], -100)).toBe(1)
})
