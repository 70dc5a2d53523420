/** Typing among refusals and failures, by seeded scripts; see test/refusals.ts. `FUZZ_SEED` repeats one, `FUZZ_STEPS` makes them longer. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { refuseAndType } from './test/refusals.ts'

const { FUZZ_SEED, FUZZ_SCRIPTS, FUZZ_STEPS } = env as {
  readonly FUZZ_SEED?: string
  readonly FUZZ_SCRIPTS?: string
  readonly FUZZ_STEPS?: string
}
const first = Number(FUZZ_SEED || Date.now() % 2 ** 31)
const scripts = Number(FUZZ_SCRIPTS || 2)
const steps = Number(FUZZ_STEPS || 400)

/** A session begins while edits of the one before still wait for a disk that takes nothing: once it was told that its own were saved. */
const numbersBeginAnew = 559_637_616

test.each([...Array.from({ length: scripts }, (_, i) => first + i), ...(FUZZ_SEED ? [] : [numbersBeginAnew])])(
  '[CO1] [CO2] [CO3] among refused, damaged and failing requests nothing acknowledged is lost and each letter is its author’s (FUZZ_SEED=%i)',
  async (seed) => {
    const report = await refuseAndType(seed, steps)
    console.info(JSON.stringify({ seed, steps, ...report }))
    expect(report.typed).toBeGreaterThan(steps / 4)
    expect(report.refused).toBeGreaterThan(steps / 20)
    expect(report.faults).toBeGreaterThan(0)
    expect(report.audits).toBeGreaterThan(1)
  },
  60_000 + steps * 100,
)
