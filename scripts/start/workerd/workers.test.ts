/** A second worker is a wrangler file in a folder of `workers` and a binding in the first one's: tried with workerd itself. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../../test/kit/folder.ts'
import { buildWorkers } from '../build.ts'
import { writeCapnp } from './capnp.ts'
import { runWorkerd } from './run.ts'
import { readWorkers } from './wrangler-config.ts'

const common = 'compatibility_date = "2026-11-01"\n'
const front = `name = "front"\nmain = "front.ts"\n${common}`
const bound = `${front}
[[services]]
binding = "SECOND"
service = "second"

[[services]]
binding = "GREETER"
service = "second"
entrypoint = "Greeter"
`

const files = {
  'wrangler.toml': bound,
  'front.ts': `export default {
  async fetch(request, env) {
    const answer = await env.SECOND.fetch('http://second/path')
    const greeting = await env.GREETER.greet('Ada')
    const counted = [await env.GREETER.count(), await env.GREETER.count()]
    return Response.json({ fetched: await answer.text(), greeting, counted, mine: env.SECRET, others: env.OTHER })
  },
}`,
  'workers/second/wrangler.toml': `name = "second"\nmain = "index.ts"\n${common}
[[durable_objects.bindings]]
name = "COUNTER"
class_name = "Counter"

[[migrations]]
tag = "counter"
new_sqlite_classes = ["Counter"]

[secrets]
required = ["OTHER"]
`,
  'workers/second/index.ts': `import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'
export class Counter extends DurableObject {
  async next() {
    const count = ((await this.ctx.storage.get('count')) ?? 0) + 1
    await this.ctx.storage.put('count', count)
    return count
  }
}
export class Greeter extends WorkerEntrypoint {
  greet(name) { return 'Hello ' + name + ', ' + this.env.OTHER + ' ' + this.env.SECRET }
  count() { return this.env.COUNTER.getByName('one').next() }
}
export default { fetch: (request) => new Response('second was asked for ' + new URL(request.url).pathname) }`,
}

const project = async (changes: Readonly<Record<string, string>> = {}) => {
  const root = await temporaryFolder({ 'package.json': '{}', 'package-lock.json': '{}', ...files, ...changes })
  await mkdir(join(root, 'node_modules'))
  return root
}

it('answers fetch and RPC over bindings, has objects of its own, and gets the secrets that it asks for and no other', async () => {
  const root = await project()
  const outDir = join(root, 'server')
  const objectsFolder = join(root, 'objects')
  for (const folder of [outDir, objectsFolder]) await mkdir(folder)
  const variables = { SECRET: 'of the first', OTHER: 'of both' }
  const workers = await buildWorkers(root, await readWorkers(root), outDir)
  expect(workers.map(({ config }) => config.name)).toEqual(['front', 'second'])
  const capnp = writeCapnp({ workers, objectsFolder, address: '127.0.0.1:0', variables: Object.keys(variables) })
  await writeFile(join(outDir, 'config.capnp'), capnp)
  const running = await runWorkerd(join(outDir, 'config.capnp'), variables)
  onTestFinished(() => running.stop())
  const answer = await fetch(`http://127.0.0.1:${running.port}/`)
  expect(await answer.json()).toEqual({
    fetched: 'second was asked for /path',
    greeting: 'Hello Ada, of both undefined',
    counted: [1, 2],
    mine: 'of the first',
    others: 'of both',
  })
})

const counterClass = `import { DurableObject } from 'cloudflare:workers'
export class Counter extends DurableObject {
  async next() {
    const count = ((await this.ctx.storage.get('count')) ?? 0) + 1
    await this.ctx.storage.put('count', count)
    return count
  }
  fetch() {
    const { 0: near, 1: far } = new WebSocketPair()
    this.ctx.acceptWebSocket(far)
    return new Response(null, { status: 101, webSocket: near })
  }
  webSocketMessage(socket, text) { socket.send(text + ' heard') }
}
`
const askingCounter = `export default {
  async fetch(request, env) {
    const counter = env.COUNTER.getByName('one')
    return request.headers.has('upgrade') ? counter.fetch(request) : Response.json(await counter.next())
  },
}
`
const counterBinding = '[[durable_objects.bindings]]\nname = "COUNTER"\nclass_name = "Counter"\n'
const counterMigration = '[[migrations]]\ntag = "counter"\nnew_sqlite_classes = ["Counter"]\n'

/** Serves this project from a folder of objects until `work` is done. */
const whileServing = async <T>(
  root: string,
  objectsFolder: string,
  work: (address: string) => Promise<T>,
): Promise<T> => {
  const outDir = join(root, 'server')
  await mkdir(outDir, { recursive: true })
  const workers = await buildWorkers(root, await readWorkers(root), outDir)
  await writeFile(
    join(outDir, 'config.capnp'),
    writeCapnp({ workers, objectsFolder, address: '127.0.0.1:0', variables: [] }),
  )
  const running = await runWorkerd(join(outDir, 'config.capnp'), {})
  try {
    return await work(`127.0.0.1:${running.port}`)
  } finally {
    await running.stop()
  }
}

it('finds what objects wrote when the edge still had them, now that they have a worker of their own', async () => {
  const objectsFolder = await temporaryFolder({})
  const together = await project({
    'wrangler.toml': `name = "syncforge"\nmain = "front.ts"\n${common}${counterBinding}${counterMigration}`,
    'front.ts': `${counterClass}${askingCounter}`,
  })
  const count = (address: string) => fetch(`http://${address}/`).then((answer) => answer.json())
  expect(await whileServing(together, objectsFolder, count)).toBe(1)
  const apart = await project({
    'wrangler.toml': `name = "syncforge"\nmain = "front.ts"\n${common}${counterBinding}script_name = "syncforge-objects"\n`,
    'front.ts': askingCounter,
    'workers/objects/wrangler.toml': `name = "syncforge-objects"\nmain = "index.ts"\n${common}${counterBinding}${counterMigration}`,
    'workers/objects/index.ts': `${counterClass}export default { fetch: () => new Response(null, { status: 404 }) }`,
  })
  await whileServing(apart, objectsFolder, async (address) => {
    expect(await count(address)).toBe(2)
    const socket = new WebSocket(`ws://${address}/`)
    const heard = new Promise((resolve) => socket.addEventListener('message', ({ data }) => resolve(data)))
    socket.addEventListener('open', () => socket.send('a word'))
    expect(await heard).toBe('a word heard')
    socket.close()
  })
  expect(await whileServing(together, objectsFolder, count)).toBe(3)
})

it('refuses a binding to a worker that is not there, and settings that it would have to ignore', async () => {
  const lonely = await project({ 'wrangler.toml': bound.replaceAll('"second"', '"third"') })
  const homeless = await project({ 'wrangler.toml': `${front}${counterBinding}script_name = "third"\n` })
  for (const root of [lonely, homeless])
    await expect(readWorkers(root)).rejects.toThrow(
      /^front binds the worker third, which no file in .*workers names\.$/,
    )
  const unknown = await project({ 'wrangler.toml': `${front}[vars]\nA = "1"\n` })
  await expect(readWorkers(unknown)).rejects.toThrow(/wrangler\.toml cannot be served from: .*vars/s)
})
