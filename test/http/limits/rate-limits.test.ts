/** How much a key may do: exactly that, told on every answer, whichever isolates its requests reach. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import { runWorkerd } from '../../../scripts/start/workerd/run.ts'
import { otherOrganization } from '../../kit/database.ts'
import { startServer } from '../../kit/server.ts'
import { call, codeOf } from '../call.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** `count` calls, 20 of them under way at any time. */
const many = async <T>(count: number, one: (index: number) => Promise<T>): Promise<T[]> => {
  const answers: T[] = []
  let next = 0
  const lane = async () => {
    while (next < count) answers.push(await one(next++))
  }
  await Promise.all(Array.from({ length: 20 }, lane))
  return answers
}

it('refuses the 1,001st request of a minute and no earlier one, and tells what is left', {
  timeout: 60_000,
}, async () => {
  const server = await startServer({ env: { REQUESTS_PER_MINUTE: '' } })
  onTestFinished(server.stop)
  const first = await call(server, '/api/v1/rooms?limit=1')
  const told = ({ headers }: typeof first) =>
    ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`ratelimit-${name}`)))
  expect(told(first)).toEqual([1_000, 999, 60])
  // A refused request is one too.
  const refused = await call(server, '/api/v1/rooms/no-such-room')
  expect([refused.status, told(refused)]).toEqual([404, [1_000, 998, expect.any(Number)]])
  const answers = await many(999, () => call(server, '/api/v1/nothing'))
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(998)
  const [over] = answers.filter(({ status }) => status === 429)
  expect(codeOf(over as typeof first)).toBe('RATE_LIMITED')
  const [limit, remaining, reset] = told(over as typeof first)
  expect([limit, remaining]).toEqual([1_000, 0])
  expect(reset).toBeGreaterThan(0)
  expect(reset).toBeLessThanOrEqual(60)
  expect(Number(over?.headers.get('retry-after'))).toBeGreaterThan(0)
  const others = await call(server, '/api/v1/rooms', { key: otherOrganization.secret })
  expect([others.status, told(others)[1]]).toEqual([200, 999])
  expect((await call(server, '/health', { key: null })).status).toBe(200)
})

it('[WI1] counts to 1,000 and no further when the calls are spread over two isolates', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-window-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const bundle: BuildOptions = { bundle: true, format: 'esm', external: ['cloudflare:*'], conditions: ['source'] }
  await build({
    ...bundle,
    stdin: {
      contents: `export { Window } from './durable-objects/window/window.ts'; export default {}`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile: join(folder, 'windows.js'),
  })
  await writeFile(
    join(folder, 'front.js'),
    `const name = crypto.randomUUID.bind(crypto)
let me
export default {
  async fetch(request, env) {
    me ??= name()
    const { allowed } = await env.WINDOW.getByName('one key').consume('requests', { windowMs: 60_000, max: 1_000 })
    return Response.json({ me, allowed })
  },
}`,
  )
  const compatibility = 'compatibilityDate = "2026-11-01"'
  const front = (name: string) => `const ${name} :Workerd.Worker = (
  modules = [ (name = "front.js", esModule = embed "front.js") ], ${compatibility},
  bindings = [ (name = "WINDOW", durableObjectNamespace = (className = "Window", serviceName = "windows")) ],
);`
  await writeFile(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "windows", worker = .windows), (name = "left", worker = .left), (name = "right", worker = .right), (name = "http-front", worker = .split),
    (name = "objects", disk = (path = ${JSON.stringify(folder)}, writable = true)),
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "http-front") ],
);
const windows :Workerd.Worker = (
  modules = [ (name = "windows.js", esModule = embed "windows.js") ], ${compatibility},
  durableObjectNamespaces = [ (className = "Window", uniqueKey = "window", enableSql = true) ],
  durableObjectStorage = (localDisk = "objects"),
);
${front('left')}
${front('right')}
const split :Workerd.Worker = (
  serviceWorkerScript = "addEventListener('fetch', (event) => event.respondWith((new URL(event.request.url).pathname === '/left' ? left : right).fetch(event.request)))",
  ${compatibility},
  bindings = [ (name = "left", service = "left"), (name = "right", service = "right") ],
);
`,
  )
  const running = await runWorkerd(join(folder, 'config.capnp'), {})
  onTestFinished(() => running.stop())
  const answers = await many(1_300, async (index) => {
    const answer = await fetch(`http://127.0.0.1:${running.port}/${index % 2 === 0 ? 'left' : 'right'}`)
    return (await answer.json()) as { me: string; allowed: boolean }
  })
  expect(new Set(answers.map(({ me }) => me)).size).toBe(2)
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(1_000)
  for (const isolate of new Set(answers.map(({ me }) => me))) {
    expect(answers.filter(({ me, allowed }) => me === isolate && allowed).length).toBeGreaterThan(100)
  }
})
