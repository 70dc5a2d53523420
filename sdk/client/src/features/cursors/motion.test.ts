/** How a cursor is played back, in numbers: a simulated sender, network and screen. */
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { createTrack, type TimedPoint, type Track, type Way } from './motion.ts'

const xOf = ({ from, to, progress }: Way<TimedPoint>) => from.x + (to.x - from.x) * progress

/** What a screen shows of `arrivals` (a point and when it arrives): the x of every frame from 0 to `untilMs`. */
const watch = (
  track: Track<TimedPoint>,
  arrivals: readonly { readonly point: TimedPoint; readonly arrivesAt: number }[],
  untilMs: number,
  frameMs = 16,
) => {
  const waiting = [...arrivals].sort((a, b) => a.arrivesAt - b.arrivesAt)
  const frames: { readonly now: number; readonly x: number }[] = []
  for (let now = 0; now <= untilMs; now += frameMs) {
    while (waiting[0] !== undefined && waiting[0].arrivesAt <= now) {
      const { point, arrivesAt } = waiting.shift() as (typeof waiting)[0]
      track.add(point, arrivesAt - point.movedAt)
    }
    frames.push({ now, x: xOf(track.play(now, now)) })
  }
  return frames
}

const isRising = (values: readonly number[]) => values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0))

test('before anything is added, and after everything was played, it rests where it is', () => {
  const first = { x: 3, y: 4, movedAt: 100 }
  const track = createTrack(first)
  expect(track.play(5_000, 0)).toEqual({ from: first, to: first, progress: 1 })
  const next = { x: 5, y: 4, movedAt: 5_000 }
  track.add(next, 0)
  expect(track.isResting()).toBe(false)
  for (let now = 5_000; now < 6_000; now += 16) track.play(now, now)
  expect(track.play(6_000, 6_000)).toEqual({ from: next, to: next, progress: 1 })
  expect(track.isResting()).toBe(true)
})

test('after a rest the first step takes one interval, not the time of the rest', () => {
  const track = createTrack<TimedPoint>({ x: 0, y: 0, movedAt: -60_000 })
  const frames = watch(track, [{ point: { x: 100, y: 0, movedAt: 1_000 }, arrivesAt: 1_000 }], 1_200, 4)
  const between = frames.filter(({ x }) => x > 0 && x < 100)
  expect(isRising(frames.map(({ x }) => x))).toBe(true)
  expect(between[0]?.now).toBeGreaterThan(1_000)
  expect(between.length * 4).toBeGreaterThan(20)
  expect(between.length * 4).toBeLessThan(60)
  expect(frames.at(-1)?.x).toBe(100)
})

test.each([16, 50, 133, 500])(
  'samples every %i ms are played at an even speed, one to two intervals late',
  (everyMs) => {
    const points = Array.from({ length: 60 }, (_, i) => ({ x: i * everyMs, y: 0, movedAt: i * everyMs }))
    const [first, ...rest] = points as [TimedPoint, ...TimedPoint[]]
    const latencyMs = 8
    const arrivals = rest.map((point) => ({ point, arrivesAt: point.movedAt + latencyMs }))
    const frames = watch(createTrack(first), arrivals, 60 * everyMs + 2_000)
    expect(isRising(frames.map(({ x }) => x))).toBe(true)
    expect(frames.at(-1)?.x).toBe(59 * everyMs)
    // x is the time at which the cursor was there, so the difference is how late it is drawn.
    const settled = frames.filter(({ now }) => now > 30 * everyMs && now < 59 * everyMs)
    for (const { now, x } of settled) {
      expect(now - x).toBeGreaterThan(0.9 * everyMs)
      expect(now - x).toBeLessThan(2 * everyMs + 2 * latencyMs)
    }
    const steps = settled.slice(1).map(({ x }, i) => x - (settled[i]?.x ?? 0))
    expect(Math.max(...steps)).toBeLessThan(16 * 1.25)
    expect(Math.min(...steps)).toBeGreaterThan(16 * 0.75)
  },
)

const seed = Math.floor(Math.random() * 2 ** 31)

test(`jitter of 40 ms never turns a cursor back and hardly shows in its speed (seed ${seed})`, () => {
  const random = prng.create(seed)
  const points = Array.from({ length: 400 }, (_, i) => ({ x: i * 16, y: 0, movedAt: i * 16 }))
  const [first, ...rest] = points as [TimedPoint, ...TimedPoint[]]
  let earliest = 0
  const arrivals = rest.map((point) => {
    // One connection keeps its order: who is late holds up the next.
    earliest = Math.max(earliest, point.movedAt + prng.uint32(random, 0, 40))
    return { point, arrivesAt: earliest }
  })
  const frames = watch(createTrack(first), arrivals, 8_000)
  expect(isRising(frames.map(({ x }) => x))).toBe(true)
  expect(frames.at(-1)?.x).toBe(399 * 16)
  const settled = frames.filter(({ now }) => now > 1_000 && now < 6_300)
  const steps = settled.slice(1).map(({ x }, i) => x - (settled[i]?.x ?? 0))
  const uneven = steps.filter((step) => step < 8 || step > 24).length
  expect(uneven / steps.length).toBeLessThan(0.1)
  for (const { now, x } of settled) expect(now - x).toBeLessThan(120)
})

test('it never passes the newest sample: who stops does not overshoot', () => {
  const points = Array.from({ length: 20 }, (_, i) => ({ x: i * 10, y: 0, movedAt: i * 16 }))
  const [first, ...rest] = points as [TimedPoint, ...TimedPoint[]]
  const arrivals = rest.map((point) => ({ point, arrivesAt: point.movedAt }))
  for (const { x } of watch(createTrack(first), arrivals, 2_000, 5)) expect(x).toBeLessThanOrEqual(190)
})

test('what a hidden page did not draw is not played afterwards, and what waits is bounded', () => {
  const track = createTrack<TimedPoint>({ x: 0, y: 0, movedAt: 0 })
  track.play(0, 0)
  for (let i = 1; i <= 100_000; i++) track.add({ x: i, y: 0, movedAt: i * 16 }, 0)
  const newestAt = 100_000 * 16
  expect(track.play(16, 16).from.x).toBeGreaterThan(99_900)
  expect(xOf(track.play(newestAt + 16, newestAt + 16))).toBeGreaterThan(99_990)
  for (let i = 2; i < 20; i++) track.play(newestAt + i * 16, newestAt + i * 16)
  expect(track.isResting()).toBe(true)
})

test("a room's clock that is set back jumps once and goes on", () => {
  const track = createTrack<TimedPoint>({ x: 0, y: 0, movedAt: 1_000_000 })
  const back = { x: 50, y: 0, movedAt: 400_000 }
  track.add(back, 0)
  expect(track.play(400_000, 0)).toEqual({ from: back, to: back, progress: 1 })
  track.add({ x: 60, y: 0, movedAt: 400_016 }, 0)
  const played = Array.from({ length: 20 }, (_, i) => xOf(track.play(400_016 + i * 16, 16 + i * 16)))
  expect(isRising(played)).toBe(true)
  expect(played.at(-1)).toBe(60)
})

test('a sample that is said again replaces itself and moves nothing', () => {
  const track = createTrack<TimedPoint>({ x: 0, y: 0, movedAt: 0 })
  track.add({ x: 10, y: 0, movedAt: 16 }, 0)
  track.play(30, 30)
  const before = xOf(track.play(40, 40))
  track.add({ x: 10, y: 0, movedAt: 16 }, 24)
  expect(xOf(track.play(40, 40))).toBe(before)
  expect(before).toBeGreaterThanOrEqual(0)
})
