import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const scripts = 30

test(`${scripts} random scripts of evictions, aborts and alarms in workerd; durable-objects/fuzz.test.ts prints their seeds`, async () => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', '--project', 'room', 'durable-objects/fuzz.test.ts']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, FUZZ_SCRIPTS: String(scripts) },
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
