import { RoomError } from '@syncforge/protocol/errors'
import { expect, test } from 'vitest'
import { createArrivals } from './arrivals.ts'

const clockOfOurOwn = () => {
  const time = { now: 1_000_000_000 }
  return { time, arrivals: createArrivals(() => time.now) }
}

const arriveAll = (count: number, arrive: () => void) => {
  const told: number[] = []
  for (let i = 0; i < count; i++) {
    try {
      arrive()
    } catch (error) {
      if (!(error instanceof RoomError)) throw error
      told.push((error.details as { retryAfterMs: number }).retryAfterMs)
    }
  }
  return told
}

test('five hundred may come at once, the others are told moments that lie apart', () => {
  const { arrivals } = clockOfOurOwn()
  expect(arriveAll(500, arrivals.arrive)).toEqual([])
  const told = arriveAll(1_000, arrivals.arrive)
  expect(told.filter((ms) => ms === 200)).toHaveLength(500)
  expect(told.filter((ms) => ms === 400)).toHaveLength(500)
})

test('a window later five hundred more may come', () => {
  const { time, arrivals } = clockOfOurOwn()
  arriveAll(2_000, arrivals.arrive)
  time.now += 100
  expect(arriveAll(500, arrivals.arrive)).toEqual([])
  expect(arriveAll(1, arrivals.arrive)).toEqual([600])
})

test('a clock set backwards sends nobody away', () => {
  const { time, arrivals } = clockOfOurOwn()
  arriveAll(500, arrivals.arrive)
  time.now -= 3_600_000
  expect(arriveAll(500, arrivals.arrive)).toEqual([])
})
