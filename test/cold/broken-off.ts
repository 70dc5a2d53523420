/** A request whose server is killed while it runs, and a new server on the same data. */
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, type TestServer } from '../kit/server.ts'

/** @returns what the request was answered, `null` for nothing */
export const breakOff = async (server: TestServer, request: Promise<Response>, afterMs: number) => {
  const answered = request.then(
    ({ status }) => status,
    () => null,
  )
  await sleep(afterMs)
  await server.kill()
  const status = await answered
  return { status, server: await startServer({ dataDir: server.dataDir, port: server.port }) }
}
