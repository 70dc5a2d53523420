import { describe, expect, test } from 'vitest'
import { createRefusals } from './refusals.ts'

const atOwnTime = () => {
  const time = { now: 1_000_000_000 }
  return { time, refusals: createRefusals(() => time.now) }
}

test('the first refusal is told at once, further ones later each time, up to a bound', () => {
  const { refusals } = atOwnTime()
  expect(Array.from({ length: 8 }, () => refusals.hold('a', null))).toEqual([
    0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ])
  expect(refusals.hold('b', null)).toBe(0)
})

test('who comes back as soon as it is answered is answered nine times in twenty seconds', () => {
  const { time, refusals } = atOwnTime()
  const endsAt = time.now + 20_000
  let answers = 0
  while (time.now < endsAt) {
    time.now += 100 + (refusals.hold('a', null) ?? 0)
    answers += 1
  }
  expect(answers).toBe(7)
})

test('a quiet minute is forgotten, and a clock set backwards makes nobody wait', () => {
  const { time, refusals } = atOwnTime()
  for (let i = 0; i < 5; i++) refusals.hold('a', null)
  time.now += 60_000
  expect(refusals.hold('a', null)).toBe(0)
  refusals.hold('a', null)
  time.now -= 3_600_000
  expect(refusals.hold('a', null)).toBe(0)
})

describe('one origin with another token each time', () => {
  test('is held as well, once it is more than a few people', () => {
    const { refusals } = atOwnTime()
    const held = Array.from({ length: 25 }, (_, i) => refusals.hold(`token ${i}`, '192.0.2.1'))
    expect(held.slice(0, 21).every((ms) => ms === 0)).toBe(true)
    expect(held.slice(21)).toEqual([500, 1_000, 2_000, 4_000])
    expect(refusals.hold('token 99', '192.0.2.2')).toBe(0)
  })
})

test('a thousand wait at the same time, one more is not held, and room is made as they are answered', () => {
  const { time, refusals } = atOwnTime()
  const many = (prefix: string) =>
    Array.from({ length: 1_000 }, (_, i) => {
      refusals.hold(`${prefix}${i}`, null)
      return refusals.hold(`${prefix}${i}`, null)
    })
  expect(new Set(many('a'))).toEqual(new Set([500]))
  refusals.hold('b', null)
  expect(refusals.hold('b', null)).toBeNull()
  time.now += 501
  expect(new Set(many('c'))).toEqual(new Set([500]))
})

test('what is counted is bounded: the oldest is forgotten first', () => {
  const { refusals } = atOwnTime()
  refusals.hold('first', null)
  for (let i = 0; i < 10_000; i++) refusals.hold(`other ${i}`, null)
  expect(refusals.hold('first', null)).toBe(0)
  expect(refusals.hold('other 9999', null)).toBe(500)
})
