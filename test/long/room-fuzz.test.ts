import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

test.each([
  ['thirty random scripts of evictions, aborts and alarms', 'fuzz', { FUZZ_SCRIPTS: '30' }],
  ['a million steps of the lock model', 'features/locks/model', { FUZZ_STEPS: '1000000' }],
  ['ten thousand steps of typing among refusals and failures', 'refusals', { FUZZ_SCRIPTS: '1', FUZZ_STEPS: '10000' }],
])('%s in workerd; durable-objects/%s.test.ts prints its seeds', async (_, file, settings) => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', '--project', 'room', `durable-objects/${file}.test.ts`]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) console.log(output)
  expect(code).toBe(0)
})
