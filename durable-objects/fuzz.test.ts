/** Eviction and abort between any two steps of a seeded script; see test/fuzz.ts. `FUZZ_SEED` repeats one, `FUZZ_SCRIPTS` runs more. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { fuzzRoom } from './test/fuzz.ts'

const { FUZZ_SEED, FUZZ_SCRIPTS } = env as { readonly FUZZ_SEED?: string; readonly FUZZ_SCRIPTS?: string }
const first = Number(FUZZ_SEED || Date.now() % 2 ** 31)
const scripts = Number(FUZZ_SCRIPTS || 3)

test.each(Array.from({ length: scripts }, (_, i) => first + i))(
  'a random script with evictions, aborts and alarms: nothing promised is missing, all converge, nobody haunts the room (FUZZ_SEED=%i)',
  async (seed) => {
    const { edits, crashes, audits } = await fuzzRoom(seed, 400)
    expect(edits).toBeGreaterThan(100)
    expect(crashes).toBeGreaterThan(10)
    expect(audits).toBeGreaterThan(1)
  },
  120_000,
)
