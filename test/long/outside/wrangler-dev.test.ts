/** `npm run migrate` and `wrangler dev`, as the deployment guide has them: the platform's own way to serve while one develops, on a PostgreSQL server. */
import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { serveNeonEndpoint } from '../../../scripts/start/database/neon-endpoint.ts'
import { openServer } from '../../../scripts/start/database/server.ts'
import { signUp } from '../../kit/accounts.ts'
import { payingOrganization } from '../../kit/billing.ts'
import { enterRoom } from '../../kit/native-socket.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startReceiver } from '../../kit/receiver.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const readyMs = 300_000
const password = 'only-for-this-test'

/** The project without what somebody has set for themselves, with the packages that are installed. */
const copyProject = async (folder: string): Promise<void> => {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  for (const name of stdout.split('\0').filter(Boolean)) await cp(join(root, name), join(folder, name))
  const installed = join(root, 'node_modules')
  await mkdir(join(folder, 'node_modules'))
  for (const name of await readdir(installed)) {
    if (name === '.cache') continue
    // Links to the project's own packages: they are to be the clone's, not ours.
    if (name === '@syncforge')
      await cp(join(installed, name), join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
    else await symlink(join(installed, name), join(folder, 'node_modules', name))
  }
}

/** Runs a program in the project; what it prints, and how it ended. */
const run = (cwd: string, command: readonly string[], env: Readonly<Record<string, string>>) => {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const end = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await ended
  }
  return { ended, end, output: () => output }
}

test('a person signs up, makes a key and enters a room', async () => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  onTestFinished(() => postgres.stop())

  const migrating = run(root, ['npm', 'run', 'migrate'], { DATABASE_URL: postgres.url })
  expect([await migrating.ended, migrating.output()]).toEqual([0, expect.stringContaining('is up to date')])

  const backend = await openServer(new URL(postgres.url), join(root, 'migrations'), async () => {})
  const endpoint = await serveNeonEndpoint(backend, password)
  onTestFinished(() => endpoint.close())

  const folder = await mkdtemp(join(tmpdir(), 'syncforge-wrangler-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const secret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const example = await readFile(join(root, '.dev.vars.example'), 'utf8')
  const filled = example
    .replace(/^DATABASE_URL=.*$/m, `DATABASE_URL=postgresql://syncforge:${password}@localhost/syncforge`)
    .replace(/^# NEON_ENDPOINT=.*$/m, `NEON_ENDPOINT=${endpoint.url}`)
    .replace(/^(TOKEN_SECRET|AUTH_SECRET|KEYS_SECRET)=$/gm, (_, name) => `${name}=${secret()}`)
    .replace(/^# SIGN_UP=open$/m, 'SIGN_UP=open')
    .replace(/^# STRIPE_WEBHOOK_SECRET=$/m, 'STRIPE_WEBHOOK_SECRET=whsec_only_for_this_test')
  const clone = join(folder, 'clone')
  await copyProject(clone)
  // The guide's own command starts them, and says where the variables belong.
  const guide = await readFile(join(root, 'docs/guides/deploy.md'), 'utf8')
  const [, copying = '', starting = ''] = /```sh\n(for .*\.dev\.vars.*)\n(npx wrangler dev .*)\n```/.exec(guide) ?? []
  await writeFile(join(clone, '.dev.vars'), filled)
  expect(await run(clone, ['sh', '-c', copying], {}).ended).toBe(0)
  const serving = run(
    clone,
    [
      'sh',
      '-c',
      `exec ${starting} --port 0 --inspector-port 0 --persist-to ${folder}/state --show-interactive-dev-session=false`,
    ],
    { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG_PATH: folder },
  )
  onTestFinished(serving.end)
  const address = () => /Ready on (http:\/\/\S+)/.exec(serving.output())?.[1]?.replace('localhost', '127.0.0.1')
  // What it printed says more than that time ran out.
  await expect
    .poll(address, { timeout: readyMs })
    .toBeDefined()
    .catch((cause) => {
      throw new Error(`wrangler dev does not answer: ${serving.output()}`, { cause })
    })
  const server = { url: address() ?? '', wsUrl: (address() ?? '').replace(/^http/, 'ws') }

  const health = await fetch(`${server.url}/health`)
  expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok', database: 'ok' }])

  const ada = await signUp(server, { name: 'Ada' })
  const post = async (path: string, body: object, organizationId?: string) => {
    const named = organizationId === undefined ? {} : { 'syncforge-organization': organizationId }
    const headers = { 'content-type': 'application/json', ...named }
    const answer = await ada.browser.fetch(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers })
    expect([path, answer.status]).toEqual([path, 201])
    return (await answer.json()) as { readonly id: string; readonly key: string }
  }
  const { id } = await post('/organizations', { name: 'Wrangled' })
  // Webhooks leave by the courier; plans are bought at what stands in for Stripe.
  const receiver = await startReceiver()
  onTestFinished(() => receiver.stop())
  await post('/webhooks', { url: receiver.url, events: ['room.created'] }, id)
  await post('/rooms', { id: 'plans', access: 'public' }, id)
  const { key } = await post(`/organizations/${id}/api-keys`, { name: 'Browser', kind: 'publishable' }, id)
  expect(await enterRoom(server, 'plans', key)).toBe('welcome')
  await expect
    .poll(() => receiver.received.map(({ event }) => [event.type, event.data.roomId]), { timeout: readyMs })
    .toEqual([['room.created', 'plans']])
  const acme = await payingOrganization(server, 'Wrangled and paid for')
  await acme.buy('pro')
  // Its event comes as well, signed.
  await expect.poll(async () => (await acme.shown()).plan, { timeout: readyMs }).toBe('pro')
  const counted = await ada.browser.fetch('/api/v1/analytics/usage?by=month', {
    headers: { 'syncforge-organization': id },
  })
  expect([counted.status, await counted.json()]).toMatchObject([200, { month: { people: 1 } }])
})
