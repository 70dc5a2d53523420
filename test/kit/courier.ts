/** The courier behind its network, as a production start has it, and a way to hand it what to send. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildWorkers } from '../../scripts/start/build.ts'
import { writeCapnp } from '../../scripts/start/workerd/capnp.ts'
import { runWorkerd } from '../../scripts/start/workerd/run.ts'
import { readWorkers, type WorkerConfig } from '../../scripts/start/workerd/wrangler-config.ts'

const root = join(import.meta.dirname, '../..')
const name = 'syncforge-courier'

export interface SentThrough {
  readonly status?: number
  readonly error?: string
}

export interface RunningCourier {
  send(url: string): Promise<SentThrough>
  stop(): Promise<void>
}

/** @param folder an empty one, to work in */
export const startCourier = async (folder: string, allowsInside: boolean): Promise<RunningCourier> => {
  await writeFile(
    join(folder, 'front.ts'),
    `export default { fetch: async (request, env) => Response.json(await env.COURIER.send(await request.json())) }`,
  )
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
  return {
    stop: running.stop,
    async send(url) {
      // What the address alone tells is let through: here the network is asked.
      const sent = { url, headers: { 'content-type': 'application/json' }, body: '{}', allowsInside: true }
      const answer = await fetch(`http://127.0.0.1:${running.port}/`, { method: 'POST', body: JSON.stringify(sent) })
      return (await answer.json()) as SentThrough
    },
  }
}
