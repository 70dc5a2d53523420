/** Requests whose server is killed while they run, and a new server on the same data. */
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, type TestServer } from '../kit/server.ts'

interface BrokenOff {
  send(): Promise<Response>
  /** How long it has been under way when the server is killed. */
  readonly afterMs: number
}

/** @returns what each request was answered, `null` for nothing */
export const breakOff = async (server: TestServer, requests: readonly BrokenOff[]) => {
  const killedAfterMs = Math.max(...requests.map(({ afterMs }) => afterMs))
  const answered = requests.map(async ({ send, afterMs }) => {
    await sleep(killedAfterMs - afterMs)
    return send().then(
      ({ status }) => status,
      () => null,
    )
  })
  await sleep(killedAfterMs)
  await server.kill()
  const statuses = await Promise.all(answered)
  return { statuses, server: await startServer({ dataDir: server.dataDir, port: server.port }) }
}
