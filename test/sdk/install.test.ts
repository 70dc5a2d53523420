/** The packages as customers get them: packed, installed in an empty folder by npm, used against a real server. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packSdk } from '../../scripts/pack/pack.ts'
import { readme } from '../kit/readme.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { freshRoomId, rest } from './kit.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const server = sharedServer()
let folder: string
let app: string
let client: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-install-'))
  app = join(folder, 'app')
  await mkdir(app)
  await writeFile(join(app, 'package.json'), '{ "private": true }\n')
  const tarballs = await packSdk(root, join(folder, 'tarballs'))
  client = tarballs.find((path) => path.includes('syncforge-client-')) ?? ''
  const args = ['install', client, 'yjs', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', args, { cwd: app })
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const copiesOfYjs = async (): Promise<readonly string[]> =>
  (await readdir(join(app, 'node_modules'), { recursive: true })).filter((path) =>
    /(^|\/)yjs\/package\.json$/.test(path),
  )

/** What is the same in both kinds of module. */
const use = (id: string) => `
const client = new SyncForge({ apiKey: '${developmentKeys.publishable}', endpoint: '${server.wsUrl}' })
client.joinRoom('${id}', { userInfo: { name: 'Ada' } }).then(async (room) => {
  room.getDocument().getText('content').insert(0, 'installed')
  await room.flush()
  room.presence.setActivity('idle')
  const version = await room.versions.create('first')
  console.log(JSON.stringify([room.getDocument() instanceof Y.Doc, version.name]))
  client.close()
})`

const readText = async (id: string) => (await rest(server, `/rooms/${id}/document?format=text`)).text()

test('no registry is asked for a package of ours, and there is one Yjs', async () => {
  const lock = await readFile(join(app, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lock) as { packages: Record<string, { resolved?: string }> }
  const ours = Object.entries(packages).filter(([path]) => path.includes('@syncforge/'))
  expect(ours.map(([path, { resolved = '' }]) => [path, resolved.slice(0, 5)])).toEqual([
    ['node_modules/@syncforge/client', 'file:'],
  ])
  expect(await copiesOfYjs()).toEqual(['yjs/package.json'])
})

test('an app of ES modules joins, writes and makes a version', async () => {
  const id = freshRoomId('installed')
  const code = `import { SyncForge } from '@syncforge/client'\nimport * as Y from 'yjs'\n${use(id)}`
  await writeFile(join(app, 'app.mjs'), code)
  const { stdout, stderr } = await run(process.execPath, ['app.mjs'], { cwd: app })
  expect([JSON.parse(stdout), stderr]).toEqual([[true, 'first'], ''])
  expect(await readText(id)).toContain('installed')
})

test('so does a CommonJS app, as an older Node and Jest load it, without a second Yjs', async () => {
  const id = freshRoomId('installed')
  const code = `const { SyncForge } = require('@syncforge/client')\nconst Y = require('yjs')\n${use(id)}`
  await writeFile(join(app, 'app.cjs'), code)
  // Where \`require\` takes no ES module.
  const args = ['--no-experimental-require-module', 'app.cjs']
  const { stdout, stderr } = await run(process.execPath, args, { cwd: app })
  expect([JSON.parse(stdout), stderr]).toEqual([[true, 'first'], ''])
  expect(await readText(id)).toContain('installed')
})

test('the README says how, and what a linked folder needs for one Yjs is enough', async () => {
  expect(readme).toContain('npm run pack')
  expect(readme).toContain('/tarballs/syncforge-client-0.1.0.tgz yjs')
  expect(readme).toContain("dedupe: ['yjs']")
  const linked = join(folder, 'linked')
  await mkdir(linked)
  await writeFile(join(linked, 'package.json'), '{ "private": true, "type": "module" }\n')
  const args = ['install', join(root, 'sdk/client'), 'yjs', '--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', [...args, '--loglevel=error'], { cwd: linked })
  await writeFile(
    join(linked, 'main.js'),
    "import { SyncForge } from '@syncforge/client'\nimport * as Y from 'yjs'\nconsole.log(SyncForge, Y.Doc)\n",
  )
  // The bundler that vitest brings along: what an app would do with its own.
  const vite = createRequire(createRequire(import.meta.url).resolve('vitest/package.json')).resolve('vite')
  const copiesWith = async (resolve: object): Promise<number> => {
    const { build } = (await import(vite)) as { build(options: object): Promise<{ output: { modules?: object }[] }> }
    const lib = { entry: 'main.js', formats: ['es'] }
    const options = { root: linked, logLevel: 'silent', resolve, build: { write: false, lib } }
    const [{ output } = { output: [] }] = [await build(options)].flat()
    const modules = output.flatMap(({ modules = {} }) => Object.keys(modules))
    return modules.filter((path) => /\/yjs\/(dist\/yjs\.mjs|src\/index\.js)$/.test(path)).length
  }
  expect(await copiesWith({})).toBe(2)
  expect(await copiesWith({ dedupe: ['yjs'] })).toBe(1)
}, 120_000)
