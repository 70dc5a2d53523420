import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished, test } from 'vitest'
import { watchMemory } from './memory-watch.ts'

const megabyte = 2 ** 20

test('the watch tells of each process what it held at the start and at the end, and ends where it is told to', async () => {
  const program =
    'const held = []; process.stdin.on("data", () => { held.push(Buffer.alloc(200 * 2 ** 20, 1)); process.stdout.write("!") }); process.stdout.write("!")'
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const watch = watchMemory(child.pid ?? 0, 8 * 2 ** 30, () => assert.fail('far below its limit'))
  watch.restart()
  child.stdin.write('more')
  await once(child.stdout, 'data')
  const use = watch.stop()
  const [only, ...others] = use.processes
  assert.deepEqual([only?.command, others], ['node', []])
  assert.deepEqual([only?.startBytes, only?.endBytes], [use.startBytes, use.endBytes])
  const grownBytes = use.endBytes - use.startBytes
  assert.ok(grownBytes > 190 * megabyte && grownBytes < 260 * megabyte, `${grownBytes} bytes`)
  child.stdin.write('more')
  await once(child.stdout, 'data')
  assert.equal(watch.stop().endBytes, use.endBytes)
})
