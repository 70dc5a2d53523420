import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/kit/folder.ts'

const ci = join(import.meta.dirname, '..', '..', '.ci', 'run')

/** Runs .ci/run in a folder whose `npm test` says `told` and ends with `code`, and whose checks are fine. */
const verdict = async (told: string, code: number) => {
  const scripts = { test: `echo '${told}'; exit ${code}`, check: "echo '3 passed, 0 failed'" }
  const folder = await temporaryFolder({ 'package.json': JSON.stringify({ scripts }) })
  cpSync(ci, join(folder, '.ci', 'run'))
  const { status, stdout } = spawnSync('bash', [join(folder, '.ci', 'run')], { encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  const summaries = lines.filter((line) => /^\d+ passed, \d+ failed/.test(line))
  expect(summaries).toEqual(lines.slice(-1))
  return { status, summary: lines.at(-1) }
}

it.each([
  ['5 passed, 0 failed', 0, { status: 0, summary: '8 passed, 0 failed' }],
  ['5 passed, 2 failed', 1, { status: 1, summary: '8 passed, 2 failed' }],
  ['5 passed, 0 failed, 2 skipped', 0, { status: 1, summary: '8 passed, 2 failed' }],
  ['a crash', 1, { status: 1, summary: '3 passed, 1 failed' }],
  ['0 passed, 0 failed', 0, { status: 1, summary: '3 passed, 1 failed' }],
  ['5 passed, 0 failed', 1, { status: 1, summary: '8 passed, 1 failed' }],
])('sums up "%s" with code %d', async (told, code, expected) => {
  expect(await verdict(told, code)).toEqual(expected)
})
