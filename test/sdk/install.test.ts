/** The packages as customers get them: packed, installed in an empty folder by npm, used against a real server. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packSdk } from '../../scripts/pack/pack.ts'
import { runWorkerd } from '../../scripts/start/workerd/run.ts'
import { readme } from '../kit/readme.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { enter, freshRoomId, rest } from './kit.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const server = sharedServer()
let folder: string
let tarballs: readonly string[]
let app: string
let client: string
let serverApp: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-install-'))
  app = join(folder, 'app')
  await mkdir(app)
  await writeFile(join(app, 'package.json'), '{ "private": true }\n')
  tarballs = await packSdk(root, join(folder, 'tarballs'))
  client = tarballs.find((path) => path.includes('syncforge-client-')) ?? ''
  const args = ['install', client, 'yjs', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', args, { cwd: app })
  serverApp = join(folder, 'server')
  await mkdir(serverApp)
  await writeFile(join(serverApp, 'package.json'), '{ "private": true }\n')
  const forServers = tarballs.find((path) => path.includes('syncforge-server-')) ?? ''
  await run('npm', ['install', forServers, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: serverApp,
  })
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

test.each([
  ['react', /from ["'](react|@syncforge\/ui)["'/]/],
  ['ui', /\bextends (LitElement|RoomElement)\b/],
])(
  'every packed file of @syncforge/%s that is for the browser alone says so in its first line',
  async (name, isForBrowsers) => {
    const packed = join(folder, name)
    await mkdir(packed)
    await run('tar', ['-xzf', tarballs.find((path) => path.includes(`syncforge-${name}-`)) ?? '', '-C', packed])
    const files = (await readdir(join(packed, 'package/dist'), { recursive: true })).filter((path) =>
      path.endsWith('.js'),
    )
    const texts = await Promise.all(
      files.map(async (path) => ({ path, text: await readFile(join(packed, 'package/dist', path), 'utf8') })),
    )
    const marked = texts.filter(({ text }) => isForBrowsers.test(text))
    expect(marked.length).toBeGreaterThan(8)
    expect(marked.filter(({ text }) => !/^['"]use client['"]/.test(text)).map(({ path }) => path)).toEqual([])
  },
)

/** What a server does with its package: the API, an error of it, and a token that a browser takes. */
const serve = (id: string) => `
const syncforge = new SyncForge({ secretKey: '${developmentKeys.secret}', endpoint: '${server.wsUrl}' })
const work = async () => {
  const { access } = await syncforge.post('/rooms', { body: { id: '${id}', access: 'private' } })
  const { name } = await syncforge.patch('/rooms/{roomId}', { path: { roomId: '${id}' }, body: { name: 'Plans' } })
  await syncforge.post('/rooms/{roomId}/broadcast', { path: { roomId: '${id}' }, body: { event: 'saved', payload: { by: 'the server' } } })
  const { rooms } = await syncforge.get('/rooms', { query: { limit: 10 } })
  const again = await syncforge.post('/rooms', { body: { id: '${id}' } }).catch((error) => [error instanceof SyncForgeError, error.code, error.status])
  const { token } = await syncforge.signRoomToken({ userId: 'user_1', userInfo: { name: 'Ada' }, rooms: { '${id}': ['write'] } })
  return { access, name, isListed: rooms.some(({ id }) => id === '${id}'), again, token }
}`

const expectServed = async (id: string, answered: string) => {
  const { token, ...told } = JSON.parse(answered)
  expect(told).toEqual({ access: 'private', name: 'Plans', isListed: true, again: [true, 'ROOM_EXISTS', 409] })
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  expect(room.self).toMatchObject({ userId: 'user_1', userInfo: { name: 'Ada' }, verified: true, access: 'write' })
}

test('the server’s package needs nothing else', async () => {
  expect(await readdir(join(serverApp, 'node_modules'))).toEqual(['.package-lock.json', '@syncforge'])
})

test.each([
  ['ES modules', 'app.mjs', "import { SyncForge, SyncForgeError } from '@syncforge/server'"],
  ['CommonJS', 'app.cjs', "const { SyncForge, SyncForgeError } = require('@syncforge/server')"],
])('a server of %s asks the API and signs tokens', async (_, file, load) => {
  const id = freshRoomId('served')
  const code = `${load}\n${serve(id)}\nwork().then((told) => console.log(JSON.stringify(told)))`
  await writeFile(join(serverApp, file), code)
  const { stdout, stderr } = await run(process.execPath, ['--no-experimental-require-module', file], { cwd: serverApp })
  expect(stderr).toBe('')
  await expectServed(id, stdout)
})

test('so does a worker', async () => {
  const id = freshRoomId('served')
  const code = `import { SyncForge, SyncForgeError } from '@syncforge/server'\n${serve(id)}\nexport default { fetch: async () => Response.json(await work()) }`
  await writeFile(join(serverApp, 'worker.js'), code)
  await build({
    absWorkingDir: serverApp,
    entryPoints: ['worker.js'],
    outfile: 'bundled.js',
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    logLevel: 'silent',
  })
  await writeFile(
    join(serverApp, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "worker", esModule = embed "bundled.js")], compatibilityDate = "2026-11-01")),
    (name = "internet", network = (allow = ["public", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);`,
  )
  const workerd = await runWorkerd(join(serverApp, 'config.capnp'), {})
  try {
    const answer = await fetch(`http://127.0.0.1:${workerd.port}/`)
    await expectServed(id, await answer.text())
  } finally {
    await workerd.stop()
  }
})
