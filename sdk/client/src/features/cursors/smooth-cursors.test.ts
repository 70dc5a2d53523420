/** Smooth cursors on a simulated clock: what is called when, and that nothing runs while nothing moves. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from '../../store.ts'
import type { Cursor } from './cursor.ts'
import { playSmoothly, type SmoothCursor } from './smooth-cursors.ts'

const user = { userId: 'ada', userInfo: { name: 'Ada', color: '#102030' }, verified: false }
const now = () => performance.now()
const at = (x: number, rest: Partial<Cursor> = {}): Cursor => ({ user, x, y: 2 * x, movedAt: now(), ...rest })

const stops: (() => void)[] = []
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.useRealTimers()
})

const play = (first: ReadonlyMap<string, Cursor> = new Map()) => {
  const store = createStore<ReadonlyMap<string, Cursor>>(first)
  const heard: ReadonlyMap<string, SmoothCursor>[] = []
  const stop = playSmoothly(store, now, (cursors) => heard.push(cursors))
  stops.push(stop)
  return { store, heard, stop, show: (cursor: Cursor) => store.set(new Map([['con_1', cursor]])) }
}
const xs = (heard: readonly ReadonlyMap<string, SmoothCursor>[]) => heard.map((cursors) => cursors.get('con_1')?.x)

test('the first call comes at once, with where everyone is', () => {
  const cursor = at(7)
  const { heard } = play(new Map([['con_1', cursor]]))
  expect(heard).toEqual([
    new Map([['con_1', { ...cursor, opacity: 1, way: { from: cursor, to: cursor, progress: 1 } }]]),
  ])
})

test('between two samples it goes straight, both coordinates together, and ends on the newest to the bit', () => {
  const { heard, show } = play(new Map([['con_1', at(0)]]))
  vi.advanceTimersByTime(1_000)
  heard.length = 0
  show(at(0.1 + 0.2))
  vi.advanceTimersByTime(500)
  const path = heard.map((cursors) => cursors.get('con_1') as SmoothCursor)
  expect(path.length).toBeGreaterThan(2)
  for (const [i, { x, y }] of path.entries()) {
    expect(x).toBeGreaterThanOrEqual(path[i - 1]?.x ?? 0)
    expect(y).toBeCloseTo(2 * x, 12)
  }
  expect(path.at(-1)?.x).toBe(0.1 + 0.2)
})

test('nothing runs while nothing moves: one timer waits for the fade, then none', () => {
  const { heard, show } = play(new Map([['con_1', at(0)]]))
  show(at(5))
  vi.advanceTimersByTime(500)
  const calls = heard.length
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(7_000)
  expect(heard).toHaveLength(calls)
  vi.advanceTimersByTime(2_000)
  const opacities = heard.slice(calls).map((cursors) => cursors.get('con_1')?.opacity ?? Number.NaN)
  expect(opacities.length).toBeGreaterThan(20)
  expect([...opacities].sort((a, b) => b - a)).toEqual(opacities)
  expect(opacities.at(-1)).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
  show(at(6))
  vi.advanceTimersByTime(16)
  expect(heard.at(-1)?.get('con_1')?.opacity).toBe(1)
})

test('who has rested for long when one comes is faded from the start', () => {
  const { heard } = play(new Map([['con_1', at(0, { movedAt: now() - 60_000 })]]))
  expect(heard.at(-1)?.get('con_1')?.opacity).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('where the anchor changes it waits and then jumps; the way says where it goes meanwhile', () => {
  const { heard, show } = play(new Map([['con_1', at(10, { anchor: 'a' })]]))
  vi.advanceTimersByTime(1_000)
  heard.length = 0
  show(at(900, { anchor: 'b' }))
  vi.advanceTimersByTime(500)
  const path = heard.map((cursors) => cursors.get('con_1') as SmoothCursor)
  expect(new Set(path.map(({ x, anchor }) => `${anchor} ${x}`))).toEqual(new Set(['a 10', 'b 900']))
  const progress = path.map(({ way }) => way.progress)
  expect([...progress].sort((a, b) => a - b)).toEqual(progress)
  expect(new Set(progress).size).toBeGreaterThan(2)
  expect(path.find(({ way }) => way.progress < 1)?.way).toMatchObject({ from: { anchor: 'a' }, to: { anchor: 'b' } })
})

test('who hides or leaves is gone in the next frame; what does not move stays the same object', () => {
  const { store, heard } = play(
    new Map([
      ['con_1', at(1)],
      ['con_2', at(2)],
    ]),
  )
  vi.advanceTimersByTime(100)
  const resting = heard.at(-1)?.get('con_2')
  store.set(new Map([['con_2', store.get().get('con_2') as Cursor]]))
  vi.advanceTimersByTime(16)
  expect([...(heard.at(-1)?.keys() ?? [])]).toEqual(['con_2'])
  expect(heard.at(-1)?.get('con_2')).toBe(resting)
})

test('stopping ends it in the middle of a movement', () => {
  const { heard, show, stop } = play(new Map([['con_1', at(0)]]))
  vi.advanceTimersByTime(100)
  show(at(5))
  vi.advanceTimersByTime(16)
  const calls = heard.length
  stop()
  show(at(6))
  vi.advanceTimersByTime(20_000)
  expect(heard).toHaveLength(calls)
  expect(vi.getTimerCount()).toBe(0)
  expect(xs(heard).at(-1)).toBeLessThan(5)
})
