// Owns starting y-partyserver on workerd itself, as SyncForge is served on one machine. `wrangler dev` would put a proxy in
// front of every socket frame and measure that instead.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { benchRoot, installedVersion, requireFromWrangler } from './packages.ts'
import { answersHttp, type BenchServer, freePort, spawnServer } from './server.ts'

const className = 'Document'
const compatibilityDate = '2026-11-01'

const bundle = (outfile: string) =>
  build({
    entryPoints: [join(benchRoot, 'servers/peers/y-partyserver-worker.ts')],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
  })

const configuration = (folder: string, port: number) => `using Workerd = import "/workerd/workerd.capnp";

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
  durableObjectNamespaces = [ (className = "${className}", uniqueKey = "y-partyserver", enableSql = true) ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [ (name = "${className}", durableObjectNamespace = "${className}") ],
);
`

export const yPartyserver: BenchServer = {
  name: 'y-partyserver',
  version: installedVersion('y-partyserver'),
  durability: 'memory only (no onSave; with one it saves 2–10 s later)',
  speaksNative: false,
  async start() {
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), 'syncforge-bench-partyserver-'))
    mkdirSync(join(folder, 'objects'))
    await bundle(join(folder, 'worker.js'))
    writeFileSync(join(folder, 'config.capnp'), configuration(folder, port))
    const workerd: { default: string } = requireFromWrangler('workerd')
    const server = await spawnServer(workerd.default, ['serve', join(folder, 'config.capnp'), 'config'], {
      cwd: folder,
      env: {},
      isReady: () => answersHttp(`http://127.0.0.1:${port}/`, (status) => status === 404),
    }).catch((error: unknown) => {
      rmSync(folder, { recursive: true, force: true })
      throw error
    })
    return {
      ...server,
      dialect: 'y-websocket',
      prepare: async () => {},
      url: (room) => `ws://127.0.0.1:${port}/parties/document/${room}`,
      async stop() {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
