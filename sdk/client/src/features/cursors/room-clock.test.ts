/** What time it is in the room, by frames that come more or less late. */
import { expect, test } from 'vitest'
import { createRoomClock } from './room-clock.ts'

const startedAt = 1_800_000_000_000
const stamp = (time: number) => time % 65_536

test('a welcome sets the clock; frames tell full times from two bytes', () => {
  const clock = createRoomClock()
  clock.told(startedAt, 1_000)
  expect(clock.at(1_250)).toBe(startedAt + 250)
  // Nothing was heard for longer than the two bytes can say.
  expect(clock.heard(stamp(startedAt + 500_000), 501_010)).toBe(startedAt + 500_000)
})

test('the quickest frame counts: late ones move nothing, a quicker one at once', () => {
  const clock = createRoomClock()
  clock.told(startedAt, 100)
  clock.heard(stamp(startedAt + 1_000), 1_060)
  expect(clock.at(2_000)).toBe(startedAt + 2_000 - 60)
  for (const lateMs of [80, 250, 900]) {
    clock.heard(stamp(startedAt + 2_000), 2_000 + lateMs)
    expect(clock.at(3_000)).toBe(startedAt + 3_000 - 60)
  }
  clock.heard(stamp(startedAt + 3_000), 3_020)
  expect(clock.at(4_000)).toBe(startedAt + 4_000 - 20)
})

test('when the network has become slower the clock follows within ten seconds', () => {
  const clock = createRoomClock()
  clock.told(startedAt, 10)
  for (let ms = 100; ms <= 10_200; ms += 100) clock.heard(stamp(startedAt + ms), ms + 210)
  expect(clock.at(11_000)).toBe(startedAt + 11_000 - 210)
})

test.each([-3_600_000, 20_000])('a clock set by %i ms is believed at once', (byMs) => {
  const clock = createRoomClock()
  clock.told(startedAt, 0)
  const time = clock.heard(stamp(startedAt + 1_000 + byMs), 1_010)
  expect(time % 65_536).toBe(stamp(startedAt + 1_000 + byMs))
  expect(clock.at(1_010)).toBe(time)
})
