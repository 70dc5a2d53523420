// Owns starting Hocuspocus: its Server class with its defaults, in a process of its own.
import { join } from 'node:path'
import { benchRoot, installedVersion } from './packages.ts'
import { answersHttp, type BenchServer, freePort, spawnServer } from './server.ts'

export const hocuspocus: BenchServer = {
  name: 'hocuspocus',
  role: 'peer',
  version: installedVersion('@hocuspocus/server'),
  durability: 'memory only (no store hook; with one it saves 2–10 s later)',
  speaksNative: false,
  async start() {
    const port = await freePort()
    const server = await spawnServer(process.execPath, [join(benchRoot, 'servers/peers/hocuspocus-process.ts')], {
      cwd: benchRoot,
      env: { PORT: String(port) },
      isReady: () => answersHttp(`http://127.0.0.1:${port}/`),
    })
    return {
      ...server,
      dialect: 'hocuspocus',
      prepare: async () => {},
      url: () => `ws://127.0.0.1:${port}/`,
    }
  },
}
