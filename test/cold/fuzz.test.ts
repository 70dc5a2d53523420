import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

test(`a random script of edits, cuts and restarts: everybody converges, nothing is lost (FUZZ_SEED=${seed})`, async () => {
  const { edits } = await fuzz(400, seed)
  expect(edits).toBeGreaterThan(100)
}, 180_000)
