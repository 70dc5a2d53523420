import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from './folder.ts'

// Each test has an environment of its own, and the search is remembered per module.
const find = async (env: Readonly<Record<string, string>>) => {
  vi.resetModules()
  for (const name of ['SYNCFORGE_CHROMIUM', 'CHROME_PATH', 'SYNCFORGE_CHROMIUM_MISSING'])
    vi.stubEnv(name, env[name] ?? '')
  const { findChromium } = await import('./chromium.ts')
  return findChromium()
}

const executable = async (says: string): Promise<string> => {
  const path = join(await temporaryFolder({ browser: `#!/bin/sh\necho '${says}'\n` }), 'browser')
  await chmod(path, 0o755)
  return path
}

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each(['SYNCFORGE_CHROMIUM', 'CHROME_PATH'])('takes the one that %s names', async (name) => {
  const path = await executable('Chromium 156.0')
  expect(await find({ [name]: path })).toEqual({ path })
})

it('is missing when the one that was asked for does not start, or is something else', async () => {
  expect(await find({ SYNCFORGE_CHROMIUM: '/nowhere/chromium' })).toEqual({
    missing: '/nowhere/chromium does not start',
  })
  const stub = await executable('Install it with snap')
  expect(await find({ SYNCFORGE_CHROMIUM: stub })).toEqual({ missing: `${stub} does not start` })
})

it('does not search again what was searched in vain', async () => {
  expect(await find({ SYNCFORGE_CHROMIUM_MISSING: 'none here' })).toEqual({ missing: 'none here' })
})
