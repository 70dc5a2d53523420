/** Sees to it that what another server of the same database has ended ends here as well: has workers/objects look every two seconds. */
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

/** A key that ended is dead everywhere within five seconds: of these the way to the rooms takes one at most. */
const LOOK_EVERY_MS = 2_000
const LOOK_TIMEOUT_MS = 10_000

/** A socket file that nobody else may reach. In a folder for what is temporary: below a deep DATA_DIR its path could be longer than a system takes. */
export const endingsSocket = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-'))
  return { path: join(folder, 'endings.sock'), remove: () => rm(folder, { recursive: true, force: true }) }
}

const post = (socketPath: string, body: string, stopped: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(LOOK_TIMEOUT_MS)])
    const asked = request({ socketPath, method: 'POST', signal }, (answer) => {
      if (answer.statusCode === 200) return void text(answer).then(resolve, reject)
      answer.resume()
      reject(new Error(`answered with ${answer.statusCode}`))
    })
    asked.once('error', reject).end(body)
  })

/** Looks until it is stopped. While the database is away nobody learns anything; the first look that succeeds tells all of it. */
export const watchEndings = (socketPath: string): (() => Promise<void>) => {
  const stopped = new AbortController()
  const watch = async () => {
    let since = 'null'
    while (!stopped.signal.aborted) {
      since = await post(socketPath, since, stopped.signal).catch(() => since)
      await pause(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const watching = watch()
  return async () => {
    stopped.abort()
    await watching
  }
}
