/** The pace of ticks in numbers, and what clients are told of it. */
import type { SessionPace } from '@syncforge/protocol/envelope'
import { expect, test } from 'vitest'
import { createSendRates } from './send-rate.ts'
import { createTickInterval, paceMs } from './tick-interval.ts'

const inTime = { lateMs: 0 }

test.each([
  ['two people typing', { sends: 20, bytes: 800, received: 1, ...inTime }, 17],
  ['a typing storm of 20', { sends: 20, bytes: 10_000, received: 160, ...inTime }, 24],
  ['100 cursors', { sends: 100, bytes: 320_000, received: 32, ...inTime }, 24],
  ['500 cursors in binary', { sends: 500, bytes: 650_000, received: 200, ...inTime }, 32.6],
  ['500 awareness states of 100 bytes', { sends: 500, bytes: 25_000_000, received: 500, ...inTime }, 130],
  ['a full state to thousands', { sends: 5_000, bytes: 1e9, received: 0, ...inTime }, 1_000],
  ['a tick that a busy machine delayed', { sends: 20, bytes: 800, received: 1, lateMs: 30 }, 17],
  ['a tick that came after its room’s backlog', { sends: 20, bytes: 800, received: 1, lateMs: 200 }, 400],
])('%s', (_, traffic, expectedMs) => {
  expect(paceMs(traffic)).toBeCloseTo(expectedMs, 5)
})

test('a room in which little happens speaks at once a few times in a row; one in traffic at most sixty times a second', () => {
  const time = { now: 1_000_000 }
  const pacer = createTickInterval(() => time.now)
  const small = { sends: 10, bytes: 500, received: 1, ...inTime }
  const waits: number[] = []
  for (let i = 0; i < 6; i++) {
    const waitMs = pacer.next(small)
    waits.push(waitMs)
    time.now += waitMs
  }
  expect(waits).toEqual([2, 2, 2, 17, 17, 17])
  let spoken = 0
  for (const endsAt = time.now + 10_000; time.now < endsAt; spoken++) time.now += pacer.next(small)
  expect(spoken).toBeLessThanOrEqual(600)
  time.now -= 3_600_000
  expect([2, 17]).toContain(pacer.next(small))
})

const tell = (connections = 0) => {
  let now = 1_000_000
  const told: SessionPace[] = []
  const paces = createSendRates(
    () => now,
    connections,
    (pace) => told.push(pace),
  )
  const tickFor = (durationMs: number, tickMs: number) => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += tickMs) {
      now += tickMs
      paces.ticked(tickMs)
    }
  }
  return { paces, told, tickFor }
}

test('clients are told to send as often as the room ticks, at most once a second, and to hurry again when it has recovered', () => {
  const { paces, told, tickFor } = tell()
  tickFor(5_000, 24)
  expect(told).toEqual([])
  tickFor(20_000, 130)
  expect(paces.get().sendIntervalMs).toBe(133)
  expect(told.length).toBeLessThanOrEqual(4)
  tickFor(20_000, 17)
  expect(paces.get().sendIntervalMs).toBe(16)
  expect(told.length).toBeLessThanOrEqual(8)
})

test('the time over which clients come back grows with the room: about twenty in 100 ms, told a few times, not at every join', () => {
  const { paces, told } = tell()
  for (let people = 1; people <= 1_000; people++) paces.counted(people)
  expect(told.map(({ returnWithinMs }) => returnWithinMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000])
  for (let people = 1_000; people > 790; people--) paces.counted(people)
  expect(paces.get().returnWithinMs).toBe(8_000)
  for (let people = 790; people >= 1; people--) paces.counted(people)
  expect(paces.get().returnWithinMs).toBe(250)
  expect(told.length).toBeLessThanOrEqual(10)
})

test('a room that wakes with a crowd in it tells its first visitor what the crowd was told', () => {
  expect(tell(1_000).paces.get().returnWithinMs).toBe(8_000)
})
