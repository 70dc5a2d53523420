import { expect, it } from 'vitest'
import { createUnknownKeys } from './unknown-keys.ts'

const open = (maxEntries = 100) => {
  const time = { now: 1_000 }
  const keys = createUnknownKeys({ rememberedMs: 100, max: 3, windowMs: 1_000, maxEntries, clock: () => time.now })
  let asked = 0
  const look = (hash: string, network?: string) =>
    keys.look(hash, network, async () => {
      asked += 1
      return hash.startsWith('known') ? hash : undefined
    })
  return { time, look, asked: () => asked }
}

it('one that nobody knows is asked for once in a while, one that is known as often as somebody wants', async () => {
  const { time, look, asked } = open()
  for (let turn = 0; turn < 5; turn += 1) expect(await look('unknown')).toBeUndefined()
  expect(asked()).toBe(1)
  time.now += 101
  await look('unknown')
  expect(asked()).toBe(2)
  for (let turn = 0; turn < 5; turn += 1) expect(await look('known', 'a')).toBe('known')
  expect(asked()).toBe(7)
})

it('a network that shows many is refused without a question until its time is over, also when it shows them all at once', async () => {
  const { time, look, asked } = open()
  const all = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => look(`unknown-${index}`, 'a')))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  expect(asked()).toBe(3)
  await expect(look('unknown-x', 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterMs: 1_000 } })
  expect(await look('unknown-x', 'b')).toBeUndefined()
  expect(await look('unknown-y')).toBeUndefined()
  time.now += 1_001
  expect(await look('unknown-z', 'a')).toBeUndefined()
})

it('what is remembered is bounded', async () => {
  const { look, asked } = open(10)
  for (let index = 0; index < 1_000; index += 1) await look(`unknown-${index}`, `network-${index}`)
  expect(asked()).toBe(1_000)
  await look('unknown-0')
  await look('unknown-999')
  expect(asked()).toBe(1_001)
})
