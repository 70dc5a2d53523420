/** A server that is stopped and started again on the same port, with something happening to its data between. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type TestServer } from '../kit/server.ts'
import { afterTest } from '../sdk/kit.ts'

/** For several tests: whoever starts it stops it. */
export const startRestartable = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-restarts-'))
  let server: TestServer = await startServer({ dataDir })
  const { port, wsUrl } = server
  return {
    dataDir,
    wsUrl,
    current: () => server,
    async restart(meanwhile: () => unknown) {
      await server.stop()
      await meanwhile()
      server = await startServer({ dataDir, port })
    },
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Stops after the test. */
export const openServer = async () => {
  const server = await startRestartable()
  afterTest(() => server.stop())
  return server
}
