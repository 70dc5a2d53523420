/** What takes hours and days, on a clock of the test's own: waits between attempts, the end of an endpoint that nothing reaches. */
import { expect, test } from 'vitest'
import type { KeyValues } from '../actor/key-values.ts'
import { createHealth } from './health.ts'
import { firstDelayDefaultMs, verdictOf, waitAfter } from './retry.ts'

const keyValues = (): KeyValues => {
  const held = new Map<string, string>()
  return {
    get: <T>(key: string) => (held.has(key) ? (JSON.parse(held.get(key) ?? '') as T) : null),
    put: (key, value) => void held.set(key, JSON.stringify(value)),
    delete: (key) => void held.delete(key),
    list: () => [],
  }
}

const hour = 3_600_000
const day = 24 * hour

test('[WH4] the waits are 10, 30, 90 and 270 seconds, a fifth more or less', () => {
  const waits = (random: number) =>
    [1, 2, 3, 4].map((attempt) =>
      waitAfter(attempt, { error: 'none' }, { firstDelayMs: firstDelayDefaultMs, now: 0, random }),
    )
  expect(waits(0.5)).toEqual([10_000, 30_000, 90_000, 270_000])
  expect(waits(0)).toEqual([8_000, 24_000, 72_000, 216_000])
  expect(waits(1)).toEqual([12_000, 36_000, 108_000, 324_000])
})

test('[WH5] what an overloaded receiver asks for is obeyed, up to 270 seconds, and nobody else is asked', () => {
  const wait = (status: number, retryAfter: string) =>
    waitAfter(
      1,
      { status, headers: { 'retry-after': retryAfter }, body: '' },
      { firstDelayMs: 10_000, now: Date.UTC(2026, 10, 27), random: 0.5 },
    )
  expect(wait(429, '60')).toBe(60_000)
  expect(wait(503, 'Fri, 27 Nov 2026 00:01:00 GMT')).toBe(60_000)
  expect(wait(503, '86400')).toBe(270_000)
  for (const odd of ['', '-5', 'soon', '1']) expect(wait(429, odd)).toBe(10_000)
  expect(wait(500, '60')).toBe(10_000)
})

test('[WH5] any 2xx is success, 410 says that nobody is there, all else is failure', () => {
  const verdict = (status: number) => verdictOf({ status, headers: {}, body: '' })
  expect([200, 201, 204, 299].map(verdict)).toEqual(['delivered', 'delivered', 'delivered', 'delivered'])
  expect([301, 307, 400, 404, 429, 500, 503].map(verdict)).toEqual(Array.from({ length: 7 }, () => 'failed'))
  expect([verdict(410), verdictOf({ error: 'none' })]).toEqual(['gone', 'failed'])
})

test('[WH6] ten failures in a second are nothing; a day without success is told once, three days turn it off', () => {
  const health = createHealth(keyValues())
  const ends = (times: readonly number[]) => times.map((at) => health.failed(at))
  expect(ends(Array.from({ length: 10 }, (_, index) => index * 100))).toEqual(Array.from({ length: 10 }, () => 'none'))
  expect(ends([day - 1, day, day + hour, 2 * day, 3 * day - 1])).toEqual(['none', 'warn', 'none', 'none', 'none'])
  expect(ends([3 * day])).toEqual(['turn-off'])
})

test('[WH6] one success begins all of it anew', () => {
  const health = createHealth(keyValues())
  for (const at of [0, day, 2 * day]) health.failed(at)
  health.succeeded()
  expect(health.failingSince()).toBeNull()
  expect([3 * day, 4 * day, 5 * day, 6 * day].map((at) => health.failed(at))).toEqual([
    'none',
    'warn',
    'none',
    'turn-off',
  ])
})

test('[WH6] a quiet day is no success: three days with attempts turn it off, in a row or not', () => {
  const ends = (...days: readonly number[]) => {
    const health = createHealth(keyValues())
    return days.map((each) => health.failed(each * day))
  }
  expect(ends(0, 2, 3)).toEqual(['none', 'warn', 'turn-off'])
  expect(ends(0, 1, 9)).toEqual(['none', 'warn', 'turn-off'])
  expect(ends(0, 7, 14)).toEqual(['none', 'warn', 'turn-off'])
  // Tried on two days alone, however far apart, it may have been bad luck.
  expect(ends(0, 3, 3.5)).toEqual(['none', 'warn', 'none'])
})

test('[WH6] what is remembered of days is bounded, and a clock that is set back puts nothing off', () => {
  const values = keyValues()
  const health = createHealth(values)
  for (let each = 0; each < 100; each++) health.failed(each * day)
  expect(JSON.stringify(values.get('health')).length).toBeLessThan(200)
  const ahead = createHealth(keyValues())
  ahead.failed(365 * day)
  expect([0, day, 2 * day, 3 * day].map((at) => ahead.failed(at)).at(-1)).toBe('turn-off')
})

test('after ten minutes without success, and when it was turned on, one is sent to see', () => {
  const health = createHealth(keyValues())
  health.failed(0)
  expect([health.isProbing(0), health.isProbing(10 * 60_000)]).toEqual([false, true])
  health.succeeded()
  expect(health.isProbing(10 * 60_000)).toBe(false)
  health.begin()
  expect(health.isProbing(0)).toBe(true)
  health.succeeded()
  expect(health.isProbing(0)).toBe(false)
})
