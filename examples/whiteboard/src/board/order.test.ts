// Keys of who lies above whom: whatever is put where, the order that they sort into is the one that was meant.
import { expect, test } from 'vitest'
import { keyBetween } from './order.ts'

/** A generator of the same numbers for the same seed. */
const randomOf = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('keys put anywhere sort as they were put, and stay short at the ends', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = randomOf(seed)
  const keys: string[] = []
  for (let turn = 0; turn < 3_000; turn += 1) {
    const at = Math.floor(random() * (keys.length + 1))
    keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null))
  }
  expect(keys, `seed ${seed}`).toEqual([...new Set(keys)].sort())
  expect(Math.max(...keys.map(({ length }) => length)), `seed ${seed}`).toBeLessThan(40)
  let [top, bottom] = [keyBetween(null, null), keyBetween(null, null)]
  for (let turn = 0; turn < 5_000; turn += 1) {
    const [higher, lower] = [keyBetween(top, null), keyBetween(null, bottom)]
    expect(higher > top && lower < bottom).toBe(true)
    ;[top, bottom] = [higher, lower]
  }
  expect([top.length, bottom.length]).toEqual([6, 6])
})

test('one place halved again and again never runs out', () => {
  let [low, high] = [keyBetween(null, null), keyBetween(keyBetween(null, null), null)]
  for (let turn = 0; turn < 150; turn += 1) {
    const key = keyBetween(low, high)
    expect(low < key && key < high, `${low} ${key} ${high}`).toBe(true)
    if (turn % 3 === 0) low = key
    else high = key
  }
})

test('above the highest number there is still room', () => {
  let top = 'zzzzzV'
  for (let turn = 0; turn < 50; turn += 1) {
    const higher = keyBetween(top, null)
    expect(higher > top, `${top} ${higher}`).toBe(true)
    top = higher
  }
  expect(top.length).toBeLessThan(40)
})

test.each([
  ['zzzzz', null],
  [null, '0'],
  [null, '00000'],
  [null, '00000V'],
  ['a', 'a'],
  ['b', 'a'],
  ['a', 'a0'],
  ['~~', null],
  ['', ''],
])('keys that others wrote, %j and %j, give one that can be read', (below, above) => {
  expect(keyBetween(below, above)).toMatch(/^[0-9A-Za-z]{1,200}$/)
})
