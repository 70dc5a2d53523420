import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../test/kit/folder.ts'

const SCRIPT = `
process.on('SIGTERM', () => process.exit(9))
console.log('ran', process.argv.slice(2).join(' '))
if (process.argv.includes('wait')) setInterval(() => {}, 1000)
else process.exitCode = 5
`

/** A clone with one package to install, from a folder of its own: `npm install` runs for real and needs no network. */
const clone = async () => {
  const folder = await temporaryFolder({
    'package.json': JSON.stringify({ name: 'clone', private: true, workspaces: ['part'] }),
    'part/package.json': JSON.stringify({ name: 'part', version: '1.0.0' }),
    'scripts/test/run.ts': SCRIPT,
  })
  for (const name of ['bootstrap.mjs', 'parent.mjs']) {
    cpSync(join(import.meta.dirname, name), join(folder, 'scripts', name))
  }
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
  return folder
}

const start = (folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [join(folder, 'scripts', 'bootstrap.mjs'), ...args], { env: { ...process.env, ...env } })

const run = async (folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = start(folder, args, env)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

it('installs once, hands arguments over and ends with the code of the script', async () => {
  const folder = await clone()
  const first = await run(folder, ['test', '--project', 'unit'])
  expect(first).toMatchObject({ code: 5, stdout: 'ran --project unit\n' })
  expect(first.stderr).toContain('npm install')
  expect(existsSync(join(folder, 'node_modules', 'part', 'package.json'))).toBe(true)
  expect(await run(folder, ['test:long'])).toEqual({ code: 5, stdout: 'ran --long\n', stderr: '' })
})

it('installs again when what was installed is gone', async () => {
  const folder = await clone()
  await run(folder, ['test'])
  rmSync(join(folder, 'node_modules'), { recursive: true })
  expect((await run(folder, ['test'])).stderr).toContain('npm install')
})

it('installs everything although a surrounding npm or shell asks for less', async () => {
  const folder = await clone()
  const narrowed = {
    npm_config_global: 'true',
    npm_config_dry_run: 'true',
    npm_config_omit: 'dev',
    NODE_ENV: 'production',
  }
  expect((await run(folder, ['test'], narrowed)).code).toBe(5)
  expect(existsSync(join(folder, 'node_modules', 'part', 'package.json'))).toBe(true)
})

it('lets one of two at once install, and both run', async () => {
  const folder = await clone()
  const both = await Promise.all([run(folder, ['test']), run(folder, ['test'])])
  expect(both.map(({ code, stdout }) => [code, stdout])).toEqual([
    [5, 'ran \n'],
    [5, 'ran \n'],
  ])
  expect(both.filter(({ stderr }) => stderr.includes('npm install'))).toHaveLength(1)
  expect(existsSync(join(folder, '.install.lock'))).toBe(false)
})

it('takes over the lock of an install that died', async () => {
  const folder = await clone()
  const lock = join(folder, '.install.lock')
  mkdirSync(lock)
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(lock, longAgo, longAgo)
  expect((await run(folder, ['test'])).code).toBe(5)
})

it('installs the bench, a package of its own, only for the bench', async () => {
  const folder = await clone()
  cpSync(join(folder, 'package.json'), join(folder, 'bench', 'package.json'))
  cpSync(join(folder, 'package-lock.json'), join(folder, 'bench', 'package-lock.json'))
  cpSync(join(folder, 'part'), join(folder, 'bench', 'part'), { recursive: true })
  cpSync(join(folder, 'scripts', 'test', 'run.ts'), join(folder, 'bench', 'run.ts'))
  await run(folder, ['test'])
  expect(existsSync(join(folder, 'bench', 'node_modules'))).toBe(false)
  expect(await run(folder, ['bench', '--quick'])).toMatchObject({ code: 5, stdout: 'ran --quick\n' })
  expect(existsSync(join(folder, 'bench', 'node_modules', 'part', 'package.json'))).toBe(true)
})

it('says in one sentence why an install failed', async () => {
  const folder = await clone()
  const dependencies = { gone: 'file:gone.tgz' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'clone', private: true, dependencies }))
  const { code, stdout, stderr } = await run(folder, ['test'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
    /^SyncForge could not install its packages: code ENOENT .*gone\.tgz/,
  )
})

it('passes SIGTERM on and ends with the code of the script', async () => {
  const folder = await clone()
  const child = start(folder, ['test', 'wait'])
  await once(child.stdout ?? child, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([9, null])
})

it('knows its commands', async () => {
  const { code, stderr } = await run(await clone(), ['toString'])
  expect(code).toBe(1)
  expect(stderr).toBe(
    'Usage: node scripts/bootstrap.mjs <start | test | test:long | check | migrate | stripe:setup | plan:set | build | pack | api | bench> [arguments]\n',
  )
})
