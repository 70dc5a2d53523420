/** Whether somebody is there, on a simulated clock: with a page, without one, and by hand. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createActivity } from './activity.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs

/** A page that can be touched, hidden and shown. */
class Page extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible'
  listeners = 0
  override addEventListener(...given: Parameters<EventTarget['addEventListener']>) {
    this.listeners += 1
    super.addEventListener(...given)
  }
  override removeEventListener(...given: Parameters<EventTarget['removeEventListener']>) {
    this.listeners -= 1
    super.removeEventListener(...given)
  }
  turn(visibilityState: 'visible' | 'hidden') {
    this.visibilityState = visibilityState
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

const stops: (() => void)[] = []
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const begin = () => {
  const told: string[] = []
  const activity = createActivity(() => told.push(activity.get()))
  activity.start()
  stops.push(activity.stop)
  return { activity, told }
}

describe('in a page', () => {
  let page: Page
  beforeEach(() => {
    page = new Page()
    vi.stubGlobal('document', page)
  })

  test('nothing touched for two minutes is idle, the next touch active; each is told once', () => {
    const { told } = begin()
    vi.advanceTimersByTime(minuteMs)
    page.dispatchEvent(new Event('pointermove'))
    vi.advanceTimersByTime(2 * minuteMs - 1)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual(['idle'])
    vi.advanceTimersByTime(60 * minuteMs)
    for (const type of ['keydown', 'wheel', 'touchstart', 'pointerdown']) page.dispatchEvent(new Event(type))
    expect(told).toEqual(['idle', 'active'])
  })

  test('a page hidden for five seconds is away until it is shown; a glance at another tab is nothing', () => {
    const { told } = begin()
    page.turn('hidden')
    vi.advanceTimersByTime(4 * secondMs)
    page.turn('visible')
    vi.advanceTimersByTime(minuteMs)
    expect(told).toEqual([])
    page.turn('hidden')
    vi.advanceTimersByTime(5 * secondMs)
    expect(told).toEqual(['away'])
    vi.advanceTimersByTime(60 * minuteMs)
    page.turn('visible')
    expect(told).toEqual(['away', 'active'])
    vi.advanceTimersByTime(2 * minuteMs)
    expect(told).toEqual(['away', 'active', 'idle'])
    page.turn('hidden')
    vi.advanceTimersByTime(5 * secondMs)
    expect(told.at(-1)).toBe('away')
  })

  test('a page that is opened in the background is away', () => {
    page.visibilityState = 'hidden'
    const { told } = begin()
    vi.advanceTimersByTime(5 * secondMs)
    expect(told).toEqual(['away'])
  })

  test('by hand wins over what is observed, until it is left to that again', () => {
    const { activity, told } = begin()
    activity.set('away')
    page.dispatchEvent(new Event('pointermove'))
    vi.advanceTimersByTime(3 * minuteMs)
    expect(told).toEqual(['away'])
    activity.set('auto')
    expect(told).toEqual(['away', 'idle'])
    activity.set('active')
    vi.advanceTimersByTime(10 * minuteMs)
    expect(told).toEqual(['away', 'idle', 'active'])
  })

  test('what the app does is no sign of the person', () => {
    const { activity, told } = begin()
    vi.advanceTimersByTime(minuteMs)
    activity.touched()
    vi.advanceTimersByTime(minuteMs)
    expect(told).toEqual(['idle'])
  })

  test('no listener and no timer is left when it stops, and between touches there is one timer', () => {
    const { activity } = begin()
    for (let i = 0; i < 100; i += 1) page.dispatchEvent(new Event('pointermove'))
    expect(vi.getTimerCount()).toBe(1)
    expect(page.listeners).toBe(6)
    activity.stop()
    expect(page.listeners).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('without a page, what the app does counts', () => {
  const { activity, told } = begin()
  vi.advanceTimersByTime(minuteMs)
  activity.touched()
  vi.advanceTimersByTime(minuteMs)
  expect(told).toEqual([])
  vi.advanceTimersByTime(minuteMs)
  expect(told).toEqual(['idle'])
  activity.touched()
  expect(told).toEqual(['idle', 'active'])
})
