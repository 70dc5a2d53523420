import { expect, test } from 'vitest'
import { killRepeatedly } from './kills.ts'

const seed = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31)

test(`ten kills at random moments of typing lose nothing that was confirmed (KILL_SEED=${seed})`, async () => {
  const { confirmed, losses } = await killRepeatedly(10, seed)
  expect(losses).toEqual([])
  expect(confirmed).toBeGreaterThan(100)
}, 180_000)
