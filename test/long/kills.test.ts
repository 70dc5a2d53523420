import { expect, test } from 'vitest'
import { killRepeatedly } from '../cold/kills.ts'

const seed = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31)

test(`two hundred kills at random moments of typing lose nothing that was confirmed (KILL_SEED=${seed})`, async () => {
  const { confirmed, losses } = await killRepeatedly(200, seed)
  console.log(`200 kills, ${confirmed} confirmed entries, ${losses.length} losses`)
  expect(losses).toEqual([])
})
