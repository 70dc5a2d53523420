import { expect, test } from 'vitest'
import { fuzz } from '../cold/fuzz.ts'

const first = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

test.each(Array.from({ length: 20 }, (_, i) => first + i))(
  'a long random script of edits, cuts and restarts converges (FUZZ_SEED=%i)',
  async (seed) => {
    const { edits } = await fuzz(2_000, seed)
    expect(edits).toBeGreaterThan(1_000)
  },
)
