/** The courier behind its network, as a production start has it: what lies inside is refused when it connects, whatever the address looked like. */
import { mkdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { buildWorkers } from '../../scripts/start/build.ts'
import { writeCapnp } from '../../scripts/start/workerd/capnp.ts'
import { runWorkerd } from '../../scripts/start/workerd/run.ts'
import { readWorkers, type WorkerConfig } from '../../scripts/start/workerd/wrangler-config.ts'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { startReceiver } from '../../test/kit/receiver.ts'

const root = join(import.meta.dirname, '../..')
const name = 'syncforge-courier'

const openCourier = async (allowsInside: boolean) => {
  const folder = await temporaryFolder({
    'front.ts': `export default { fetch: async (request, env) => Response.json(await env.COURIER.send(await request.json())) }`,
  })
  const [objectsFolder, outDir] = [join(folder, 'objects'), join(folder, 'server')]
  for (const each of [objectsFolder, outDir]) await mkdir(each)
  const courier = (await readWorkers(root)).find(({ config }) => config.name === name) as WorkerConfig
  const front: WorkerConfig = {
    folder,
    config: {
      ...courier.config,
      name: 'front',
      main: 'front.ts',
      services: [{ binding: 'COURIER', service: name, entrypoint: 'Courier' }],
    },
  }
  const workers = await buildWorkers(root, [front, courier], outDir)
  const path = join(outDir, 'config.capnp')
  await writeFile(
    path,
    writeCapnp({ workers, objectsFolder, address: '127.0.0.1:0', variables: [], courier: { name, allowsInside } }),
  )
  const running = await runWorkerd(path, {})
  onTestFinished(() => running.stop())
  return async (url: string) => {
    // What the address alone tells is let through: here the network is asked.
    const sent = { url, headers: { 'content-type': 'application/json' }, body: '{}', allowsInside: true }
    const answer = await fetch(`http://127.0.0.1:${running.port}/`, { method: 'POST', body: JSON.stringify(sent) })
    return (await answer.json()) as { readonly status?: number; readonly error?: string }
  }
}

it('refuses this machine by its numbers and by a name that leads to it, and what is only documentation', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.stop())
  const send = await openCourier(false)
  const inside = [
    '127.0.0.1',
    'localhost',
    hostname(),
    '[::1]',
    '10.0.0.1',
    '169.254.169.254',
    '192.0.2.1',
    '198.18.0.1',
    '203.0.113.1',
    '[64:ff9b::7f00:1]',
    '[2001:db8::1]',
  ]
  for (const host of inside) {
    const startedAt = Date.now()
    const { error } = await send(`http://${host}:${receiver.port}/hooks`)
    expect([host, error]).toEqual([host, 'no such name, no valid TLS, or not a public address'])
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  }
  expect(receiver.received).toEqual([])
})

it('reaches this machine where a start allows it, and follows no redirect', async () => {
  const receiver = await startReceiver((_, index) =>
    index === 0 ? 204 : (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
  )
  onTestFinished(() => receiver.stop())
  const send = await openCourier(true)
  expect(await send(receiver.url)).toMatchObject({ status: 204 })
  expect(await send(receiver.url)).toMatchObject({ status: 307 })
  expect(receiver.received).toHaveLength(2)
})
