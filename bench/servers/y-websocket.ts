// Owns starting y-websocket's own server, exactly as its package ships it (bin/server with the ws it depends on).
import { join } from 'node:path'
import { benchRoot, installedVersion } from './packages.ts'
import { answersHttp, type BenchServer, freePort, spawnServer } from './server.ts'

export const yWebsocket: BenchServer = {
  name: 'y-websocket',
  role: 'peer',
  version: installedVersion('y-websocket'),
  durability: 'memory only (its default)',
  speaksNative: false,
  async start() {
    const port = await freePort()
    const server = await spawnServer(process.execPath, [join(benchRoot, 'node_modules/y-websocket/bin/server.cjs')], {
      cwd: benchRoot,
      env: { HOST: '127.0.0.1', PORT: String(port) },
      isReady: () => answersHttp(`http://127.0.0.1:${port}/`),
    })
    return {
      ...server,
      dialect: 'y-websocket',
      prepare: async () => {},
      url: (room) => `ws://127.0.0.1:${port}/${room}`,
    }
  },
}
