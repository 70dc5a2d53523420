// Owns telling how long each test file took, its imports and hooks included: vitest's own report counts the tests alone.
import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Names the file that the durations are written to: JSON, path of the test file → milliseconds. */
export const durationsVariable = 'SYNCFORGE_TEST_DURATIONS'

const tookMs = (module: TestModule): number => {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic()
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration
}

export default class DurationsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const path = process.env[durationsVariable]
    if (path === undefined) return
    writeFileSync(path, JSON.stringify(Object.fromEntries(modules.map((each) => [each.moduleId, tookMs(each)]))))
  }
}
