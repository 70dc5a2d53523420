import { expect, test } from 'vitest'
import { createJoinPace } from './pace.ts'

/** Time that passes when somebody waits for it. */
const atOwnTime = () => {
  let now = 1_000_000
  const waiting: { at: number; go: () => void }[] = []
  const pace = createJoinPace({
    clock: () => now,
    wait: (ms) => new Promise((go) => void waiting.push({ at: now + ms, go })),
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    pace,
    setBack: (ms: number) => {
      now -= ms
    },
    now: () => now,
    async pass(ms: number) {
      const until = now + ms
      for (;;) {
        await settle()
        waiting.sort((a, b) => a.at - b.at)
        const next = waiting[0]
        if (next === undefined || next.at > until) break
        waiting.shift()
        now = Math.max(now, next.at)
        next.go()
      }
      now = until
      await settle()
    },
  }
}

test('[PHX5] the first of a crowd join at once, the others one after the other', async () => {
  const { pace, pass, now } = atOwnTime()
  const begunAt = now()
  const joined: number[] = []
  for (let n = 0; n < 200; n += 1) void pace(async () => void joined.push(now() - begunAt))
  await pass(0)
  expect(joined.length).toBeGreaterThanOrEqual(50)
  expect(joined.length).toBeLessThan(60)
  await pass(1_600)
  expect(joined).toHaveLength(200)
  expect(joined.at(-1)).toBeGreaterThan(1_400)
})

test('[PHX5] only so many are on their way to rooms that are slow; who waits too long is sent away', async () => {
  const { pace, pass } = atOwnTime()
  let underWay = 0
  const refused: unknown[] = []
  const ends: (() => void)[] = []
  for (let n = 0; n < 40; n += 1)
    pace(() => {
      underWay += 1
      return new Promise<void>((resolve) => ends.push(resolve))
    }).catch((error: unknown) => refused.push(error))
  await pass(3_000)
  expect(underWay).toBe(24)
  ends[0]?.()
  await pass(1_000)
  expect([underWay, refused.length]).toEqual([25, 0])
  await pass(4_000)
  expect([underWay, refused.length]).toEqual([25, 15])
  expect(refused[0]).toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  // Joins of clients that have gone without a word are forgotten.
  void pace(async () => {
    underWay += 1
  }).catch(() => {})
  await pass(1_000)
  expect(underWay).toBe(25)
  await pass(10_000)
  void pace(async () => {
    underWay += 1
  })
  await pass(1_000)
  expect(underWay).toBeGreaterThan(25)
})

test('[PHX5] a clock that is set backwards makes nobody wait for it', async () => {
  const { pace, pass, setBack } = atOwnTime()
  for (let n = 0; n < 100; n += 1) void pace(async () => {})
  await pass(2_000)
  setBack(3_600_000)
  let joined = false
  void pace(async () => {
    joined = true
  })
  await pass(10)
  expect(joined).toBe(true)
})
