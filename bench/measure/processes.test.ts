import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished, test } from 'vitest'
import { killTree, totalCpuMicros, totalResidentBytes, usageOfTree } from './processes.ts'

test('a tree has its root and every descendant, with CPU and memory as the kernel counts them', async () => {
  const busy =
    'const used = () => process.cpuUsage().user + process.cpuUsage().system; while (used() < 300_000); process.stdout.write("done"); setInterval(() => {}, 1000)'
  const parent = `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy)}]); child.stdout.pipe(process.stdout)`
  const root = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => killTree(root.pid ?? 0))
  await once(root.stdout, 'data')
  const tree = usageOfTree(root.pid ?? 0)
  assert.equal(tree.length, 2)
  assert.deepEqual(
    tree.map(({ command }) => command),
    ['node', 'node'],
  )
  const cpuMicros = totalCpuMicros(tree)
  assert.ok(cpuMicros >= 250_000 && cpuMicros < 3_000_000, `${cpuMicros} µs`)
  assert.ok(totalResidentBytes(tree) > 40 * 2 ** 20)
  killTree(root.pid ?? 0)
  await once(root, 'exit')
  assert.deepEqual(usageOfTree(root.pid ?? 0), [])
})
