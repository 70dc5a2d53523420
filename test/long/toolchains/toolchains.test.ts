/** The packages as tarballs in the toolchains that people have: built by each, opened in Chromium, and run by test runners and other runtimes. Needs npm's registry. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packSdk } from '../../../scripts/pack/pack.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { apps } from './apps.ts'
import { serveBy, serveFolder } from './serve.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..', '..')

let folder: string
let tarballs: readonly string[]
let server: TestServer
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-toolchains-'))
  tarballs = await packSdk(root, join(folder, 'tarballs'))
  server = await startServer()
  browser = await launchBrowser()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Parts {
  readonly packages: readonly string[]
  readonly ours: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

/** An app in a folder of its own, installed. */
const install = async (name: string, { packages, ours, files }: Parts): Promise<string> => {
  const app = join(folder, name.replace(/\W+/g, '-'))
  for (const [path, text] of Object.entries({ 'package.json': '{ "private": true, "type": "module" }\n', ...files })) {
    await mkdir(dirname(join(app, path)), { recursive: true })
    await writeFile(join(app, path), text)
  }
  const own = ours.map((each) => tarballs.find((path) => path.includes(`syncforge-${each}-`)) ?? '')
  const args = [
    'install',
    ...own,
    'yjs',
    ...packages,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  await run('npm', args, { cwd: app })
  return app
}

const environment = {
  ...process.env,
  NODE_ENV: 'production',
  CI: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
}

/** Something that was installed, by its name. */
const runIn = (app: string, [program = '', ...args]: readonly string[]) =>
  run(process.execPath.endsWith(program) ? process.execPath : join(app, 'node_modules/.bin', program), args, {
    cwd: app,
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  })

test.each(Object.entries(apps))(
  '%s builds it, and the page joins with one Yjs',
  async (name, app) => {
    const place = await install(name, app)
    await runIn(place, app.build)
    const { serve } = app
    const served = await ('folder' in serve ? serveFolder(join(place, serve.folder)) : serveBy(place, serve.command))
    const page = await browser.newPage()
    try {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (/hydrat|Yjs was already imported/i.test(message.text())) complaints.push(message.text())
      })
      const asked = new URLSearchParams({
        endpoint: server.wsUrl,
        key: developmentKeys.publishable,
        room: `in-${Date.now()}`,
      })
      await page.goto(`${served.url}/?${asked}`)
      await page.waitForFunction(() => document.title.includes(','), undefined, { timeout: 60_000 }).catch(() => {})
      expect([await page.title(), complaints]).toEqual(['true,first', []])
    } finally {
      await page.close()
      served.stop()
    }
  },
  900_000,
)

/** What a test or a program does with it. */
const work = () => `
const client = new SyncForge({ endpoint: '${server.wsUrl}', apiKey: '${developmentKeys.publishable}' })
const room = await client.joinRoom('in-${Date.now()}')
room.getDocument().getText('content').insert(0, 'run')
await room.flush()
const { name } = await room.versions.create('first')
const told = [room.getDocument() instanceof Y.Doc, name].join()
client.close()
`
const imports = `import { SyncForge } from '@syncforge/client'\nimport * as Y from 'yjs'\n`

test('Jest runs it as CommonJS', async () => {
  const code = `const { SyncForge } = require('@syncforge/client')\nconst Y = require('yjs')
test('joins', async () => {${work()}expect(told).toBe('true,first') })`
  const app = await install('jest', { packages: ['jest@30'], ours: ['client'], files: { 'join.test.cjs': code } })
  const { stderr } = await runIn(app, ['jest', '--testMatch', '**/*.test.cjs'])
  expect(stderr).toContain('1 passed')
}, 900_000)

test('Vitest runs it', async () => {
  const code = `${imports}import { expect, test } from 'vitest'\ntest('joins', async () => {${work()}expect(told).toBe('true,first') })`
  const app = await install('vitest', { packages: ['vitest@5'], ours: ['client'], files: { 'join.test.js': code } })
  const { stdout } = await runIn(app, ['vitest', 'run'])
  expect(stdout).toContain('1 passed')
}, 900_000)

test('Node 20 runs it with a WebSocket that is handed in, and says so where none is', async () => {
  const withSocket = work().replace('new SyncForge({', 'new SyncForge({ WebSocket,')
  const code = `${imports}import { WebSocket } from 'ws'\n${withSocket}
const without = new SyncForge({ endpoint: '${server.wsUrl}', apiKey: '${developmentKeys.publishable}' })
const refused = await without.joinRoom('none').catch((error) => error)
console.log([process.versions.node.split('.')[0], told, refused.code].join())\nconsole.error(refused.message)\nprocess.exit()`
  const app = await install('node20', {
    packages: ['node@20', 'ws@8'],
    ours: ['client'],
    files: { 'main.js': code },
  })
  const { stdout, stderr } = await run(join(app, 'node_modules/node/bin/node'), ['main.js'], { cwd: app })
  expect(stdout.trim()).toMatch(/^20,true,first,[A-Z_]+$/)
  expect(stderr).toContain('WebSocket')
}, 900_000)

test('Bun runs it, and the server’s package', async () => {
  const code = `${imports}import { SyncForge as Server } from '@syncforge/server'\n${work()}
const asked = new Server({ secretKey: '${developmentKeys.secret}', endpoint: '${server.wsUrl}' })
const { token } = await asked.signRoomToken({ userId: 'user_1', rooms: { plans: ['write'] } })
const { rooms } = await asked.get('/rooms', { query: { limit: 1 } })
console.log([told, token.split('.').length, rooms.length].join())\nprocess.exit()`
  const app = await install('bun', { packages: ['bun@1'], ours: ['client', 'server'], files: { 'main.js': code } })
  const { stdout } = await runIn(app, ['bun', 'main.js'])
  expect(stdout.trim()).toBe('true,first,3,1')
}, 900_000)

test.each([
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
])(
  'TypeScript resolves its types by %s',
  async (moduleResolution, module) => {
    const code = `${imports}
const client = new SyncForge({ endpoint: 'ws://127.0.0.1:1', apiKey: 'pk_dev_syncforge' })
export const text: Y.Text = (await client.joinRoom('plans')).getDocument().getText('content')
// Of \`any\` this would be every name.
type IsTyped = 'leaveEverything' extends keyof SyncForge ? never : true
export const isTyped: IsTyped = true
`
    const parts = { packages: ['typescript@6'], ours: ['client'], files: { 'main.ts': code } }
    const app = await install(`types-${moduleResolution}`, parts)
    const args = [
      '--noEmit',
      '--strict',
      '--target',
      'es2023',
      '--moduleResolution',
      moduleResolution,
      '--module',
      module,
    ]
    await runIn(app, ['tsc', ...args, 'main.ts'])
  },
  900_000,
)
