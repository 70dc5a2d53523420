/** A server that is stopped and started again on the same port, with something happening to its data between. */
import { temporaryFolder } from '../kit/folder.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { afterTest } from '../sdk/kit.ts'

/** Stops after the test. */
export const openServer = async () => {
  const dataDir = await temporaryFolder()
  let server: TestServer = await startServer({ dataDir })
  const { port, wsUrl } = server
  afterTest(() => server.stop())
  return {
    dataDir,
    wsUrl,
    current: () => server,
    async restart(meanwhile: () => unknown) {
      await server.stop()
      await meanwhile()
      server = await startServer({ dataDir, port })
    },
  }
}
