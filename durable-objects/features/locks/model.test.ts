/** Locks among crashes, jumping clocks and broken lines, by seeded scripts; see test/lock-model.ts. `FUZZ_SEED` repeats one, `FUZZ_STEPS` makes it longer. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { runLockModel } from '../../test/lock-model.ts'
import { freshRoom, roomOnDisk } from '../../test-kit.ts'

const { FUZZ_SEED, FUZZ_STEPS } = env as { readonly FUZZ_SEED?: string; readonly FUZZ_STEPS?: string }
const seed = Number(FUZZ_SEED || Date.now() % 2 ** 31)
const steps = Number(FUZZ_STEPS || 10_000)

test(
  `[LK1] [LK3] [LK7] no key ever has two holders, and no stale token is good for anything (FUZZ_SEED=${seed})`,
  async () => {
    const startedAt = Date.now()
    const report = await runInDurableObject(freshRoom(), (_, { storage }) =>
      runLockModel(roomOnDisk(storage), seed, steps, () => scheduler.wait(0)),
    )
    console.info(JSON.stringify({ seed, ms: Date.now() - startedAt, ...report }))
    expect(report.granted).toBeGreaterThan(steps / 50)
    expect(report.handedOn).toBeGreaterThan(0)
    expect(report.saved).toBeGreaterThan(steps / 200)
    expect(report.staleSaves).toBeGreaterThan(0)
    expect(report.crashes).toBeGreaterThan(steps / 100)
    expect(report.undone).toBeGreaterThan(0)
  },
  60_000 + steps,
)
