/** One server for all files of a project that do not restart, configure or measure theirs: started before the first of them. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { type RunningServer, startServer } from './server.ts'

interface Shared extends Omit<RunningServer, 'output'> {
  /** The file that has everything it has printed. */
  readonly log: string
}

declare module 'vitest' {
  interface ProvidedContext {
    sharedServer: Shared
  }
}

/**
 * The project's server. Rooms of other files are on it: a test names its own so that no other does, and expects no empty list of rooms.
 *
 * @example
 * const server = sharedServer()
 * test('…', async () => void (await fetch(`${server.url}/health`)))
 */
export const sharedServer = (): RunningServer => {
  const { log, ...server } = inject('sharedServer')
  return { ...server, output: () => readFileSync(log, 'utf8') }
}

/** What vitest calls before the first file of a project; what it returns is called after the last. */
export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-shared-'))
  const log = join(folder, 'output')
  const server = await startServer({ log })
  const { url, wsUrl, port, dataDir, pid } = server
  provide('sharedServer', { url, wsUrl, port, dataDir, pid, log })
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
