/** Windows that count exactly: at their edges, through sleeps and crashes, and nothing of them stays. */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test, vi } from 'vitest'
import type { Window } from './window.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      WINDOW: DurableObjectNamespace<Window>
    }
  }
}

const fresh = () => env.WINDOW.getByName(createId('req'))
type Stub = ReturnType<typeof fresh>
const minute = { windowMs: 60_000, max: 1_000 }

/** Inside the object, where the clock is set by hand. */
const at = (stub: Stub, now: number, name: string, rule: { windowMs: number; max: number }) =>
  runInDurableObject(stub, (window) => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
    try {
      return window.consume(name, rule)
    } finally {
      clock.mockRestore()
    }
  })

const rowsOf = (stub: Stub) => runInDurableObject(stub, (_, { storage }) => [...storage.kv.list()].length)

test('[WI1] of 1,001 calls at once 1,000 are allowed; what is refused does not count, another name or subject has its own', async () => {
  const stub = fresh()
  const answers = await Promise.all(Array.from({ length: 1_001 }, () => stub.consume('requests', minute)))
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(1_000)
  expect(answers.map(({ remaining }) => remaining)).toEqual([...Array.from({ length: 1_000 }, (_, i) => 999 - i), 0])
  expect(await stub.consume('sign-in', { windowMs: 60_000, max: 2 })).toMatchObject({ allowed: true, remaining: 1 })
  expect(await fresh().consume('requests', minute)).toMatchObject({ allowed: true, remaining: 999 })
})

test('[WI1] no span of the rule’s length has more than its share: room comes back call by call, to the millisecond', async () => {
  const stub = fresh()
  const start = Date.now()
  const rule = { windowMs: 1_000, max: 2 }
  const told: unknown[] = []
  for (const ms of [0, 600, 999, 1_000, 1_001, 1_599, 1_600, 2_000]) {
    const { allowed, remaining, resetAt } = await at(stub, start + ms, 'a', rule)
    told.push([ms, allowed, remaining, resetAt - start])
  }
  expect(told).toEqual([
    [0, true, 1, 1_000],
    [600, true, 0, 1_000],
    [999, false, 0, 1_000],
    [1_000, true, 0, 1_600],
    [1_001, false, 0, 1_600],
    [1_599, false, 0, 1_600],
    [1_600, true, 0, 2_000],
    [2_000, true, 0, 2_600],
  ])
})

test('[WI2] a sleep forgets nothing, a crash at most the last second', async () => {
  const stub = fresh()
  for (let i = 0; i < 5; i++) await stub.consume('a', { windowMs: 60_000, max: 10 })
  // The first write comes at once, the others a second later: only then does the object sleep.
  await vi.waitFor(() => expect(rowsOf(stub)).resolves.toBe(1), { timeout: 5_000 })
  await scheduler.wait(1_100)
  await evictDurableObject(stub)
  expect(await stub.consume('a', { windowMs: 60_000, max: 10 })).toMatchObject({ allowed: true, remaining: 4 })
  await scheduler.wait(1_100)
  await abortAllDurableObjects()
  expect(await env.WINDOW.get(stub.id).consume('a', { windowMs: 60_000, max: 10 })).toMatchObject({ remaining: 3 })
})

test('[WI3] nothing stays after the window, and it is not swept while something counts', async () => {
  const stub = fresh()
  await stub.consume('a', { windowMs: 300, max: 10 })
  await stub.consume('b', { windowMs: 2_500, max: 10 })
  await vi.waitFor(() => expect(rowsOf(stub)).resolves.toBe(2), { timeout: 5_000 })
  expect(await runDurableObjectAlarm(stub)).toBe(true)
  expect(await rowsOf(stub)).toBe(2)
  await vi.waitFor(() => expect(rowsOf(stub)).resolves.toBe(0), { timeout: 10_000, interval: 100 })
  expect(await stub.consume('b', { windowMs: 2_500, max: 10 })).toMatchObject({ remaining: 9 })
})

test('[WI4] a clock set backwards by a day makes nobody wait for longer than the window', async () => {
  const stub = fresh()
  const rule = { windowMs: 1_000, max: 1 }
  const now = Date.now()
  expect(await at(stub, now + 86_400_000, 'a', rule)).toMatchObject({ allowed: true })
  expect(await at(stub, now, 'a', rule)).toMatchObject({ allowed: false, resetAt: now + 1_000 })
  expect(await at(stub, now + 1_000, 'a', rule)).toMatchObject({ allowed: true })
})

test('rules are bounded, and so is what one subject may have', async () => {
  const stub = fresh()
  await runInDurableObject(stub, (window) => {
    expect(() => window.consume('a', { windowMs: 1_000, max: 10_001 })).toThrow('no rule')
    expect(() => window.consume('a', { windowMs: 0, max: 1 })).toThrow('no rule')
    for (let i = 0; i < 16; i++) window.consume(`rule ${i}`, { windowMs: 1_000, max: 1 })
    expect(() => window.consume('one more', { windowMs: 1_000, max: 1 })).toThrow('too many rules')
  })
})
