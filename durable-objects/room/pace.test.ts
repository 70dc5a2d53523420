/** The pace of ticks in numbers, and what clients are told of it. */
import type { SessionPace } from '@syncforge/protocol/envelope'
import { expect, test } from 'vitest'
import { paceMs } from './pace.ts'
import { createSessionPaces } from './session-pace.ts'

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

const tell = () => {
  let now = 1_000_000
  const told: SessionPace[] = []
  const paces = createSessionPaces(
    () => now,
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
