// Owns starting a worker and its one kind of Durable Object on workerd itself, as SyncForge is served on one machine. `wrangler dev`
// would put a proxy in front of every socket frame and measure that instead.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { benchRoot, requireFromWrangler } from './packages.ts'
import { answersHttp, freePort, type RunningServer, spawnServer } from './server.ts'

const compatibilityDate = '2026-11-01'

const bundle = (entryPoint: string, outfile: string) =>
  build({
    entryPoints: [join(benchRoot, entryPoint)],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
  })

const configuration = (
  folder: string,
  className: string,
  port: number,
) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "objects", disk = (path = ${JSON.stringify(join(folder, 'objects'))}, writable = true)),
  ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "worker") ],
);

const worker :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js") ],
  compatibilityDate = "${compatibilityDate}",
  durableObjectNamespaces = [ (className = "${className}", uniqueKey = "${className}", enableSql = true) ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [ (name = "${className}", durableObjectNamespace = "${className}") ],
);
`

/**
 * Serves the worker of `entryPoint`, a file of the bench; its class `className` is bound under the same name. A room's address is
 * `roomsPath` and its name. Ready when a plain GET is answered with 404.
 */
export const startOnWorkerd = async (
  entryPoint: string,
  className: string,
  roomsPath: string,
): Promise<RunningServer> => {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'syncforge-bench-workerd-'))
  mkdirSync(join(folder, 'objects'))
  await bundle(entryPoint, join(folder, 'worker.js'))
  writeFileSync(join(folder, 'config.capnp'), configuration(folder, className, port))
  const workerd: { default: string } = requireFromWrangler('workerd')
  const server = await spawnServer(workerd.default, ['serve', join(folder, 'config.capnp'), 'config'], {
    cwd: folder,
    env: {},
    // After SIGTERM it waits for the sockets that objects held, gone or not; and nothing that it wrote is kept.
    stopSignal: 'SIGKILL',
    isReady: () => answersHttp(`http://127.0.0.1:${port}/`, (status) => status === 404),
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  return {
    ...server,
    dialect: 'y-websocket',
    prepare: async () => {},
    url: (room) => `ws://127.0.0.1:${port}${roomsPath}${room}`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
