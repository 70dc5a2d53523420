/** Starts a real server for a test, as `npm start` does, on a free port with its own data; stops or kills all of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { copyDatabase, testKeysSecret } from './database.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const READY_TIMEOUT_MS = 115_000
const STOP_TIMEOUT_MS = 15_000

export interface ServerOptions {
  /** Kept after a stop when given, so that a second server can go on with it; else a temporary folder. */
  readonly dataDir?: string
  /** Chosen by the system when left out. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** Lets the server make its database itself, as on a first start; else a new data folder gets a copy of one, which is quicker. */
  readonly makesDatabase?: boolean
  /** A file that gets everything it prints, for another process to read. */
  readonly log?: string
}

/** What a test needs that only talks to a server. */
export interface RunningServer {
  readonly url: string
  readonly wsUrl: string
  readonly port: number
  readonly dataDir: string
  readonly pid: number
  /** Everything it has printed so far. */
  output(): string
}

export interface TestServer extends RunningServer {
  /** SIGTERM, then waits for the end. Removes the data unless its folder was given. */
  stop(): Promise<void>
  /** `kill -9` of every process of the server at once. Keeps the data. */
  kill(): Promise<void>
}

export const developmentKeys = { publishable: 'pk_dev_syncforge', secret: 'sk_dev_syncforge' } as const

/** The start script as a child in a process group of its own, with everything it prints. */
export const spawnStart = (env: Readonly<Record<string, string>>) => {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=source', join(root, 'scripts/start/start.ts')], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const append = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout?.on('data', append)
  child.stderr?.on('data', append)
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, exited, output: () => output }
}

const readAddress = (output: string): string | undefined => /serves at (http:\/\/\S+)/.exec(output)?.[1]

/**
 * A server that answers. Rejects with its output when it does not come up.
 *
 * @example
 * const server = await startServer()
 * try { await fetch(`${server.url}/health`) } finally { await server.stop() }
 */
export const startServer = async ({
  dataDir,
  port = 0,
  env = {},
  log,
  makesDatabase = env.DATABASE_URL !== undefined,
}: ServerOptions = {}): Promise<TestServer> => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'syncforge-')))
  if (!makesDatabase && !existsSync(join(folder, 'postgres'))) await copyDatabase(folder)
  const { child, exited, output } = spawnStart({
    KEYS_SECRET: testKeysSecret,
    // Tests read it.
    LOG_FORMAT: 'json',
    // The tests of a project share a key and an address, and are not there to measure how much these may do.
    REQUESTS_PER_MINUTE: '10000',
    SIGN_INS_PER_ADDRESS: '10000',
    ...env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: folder,
  })
  if (log !== undefined) {
    const stream = createWriteStream(log)
    child.stdout?.pipe(stream, { end: false })
    child.stderr?.pipe(stream, { end: false })
  }
  let hasExited = false
  void exited.then(() => {
    hasExited = true
  })
  const { pid } = child
  if (pid === undefined) throw new Error('the start script could not be spawned')

  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal)
    } catch {
      // Nobody of the group is left.
    }
  }
  const killAll = async () => {
    signalGroup('SIGKILL')
    await exited
  }
  const ready = new Promise<string>((resolve) => {
    const look = () => {
      const address = readAddress(output())
      if (address) resolve(address)
    }
    child.stdout?.on('data', look)
  })
  const timeout = sleep(READY_TIMEOUT_MS, undefined, { ref: false })
  const url = await Promise.race([ready, exited.then(() => undefined), timeout])
  if (!url) {
    await killAll()
    if (!dataDir) await rm(folder, { recursive: true, force: true })
    throw new Error(`the server did not start:\n${output()}`)
  }
  return {
    url,
    wsUrl: url.replace(/^http/, 'ws'),
    port: Number(new URL(url).port),
    dataDir: folder,
    pid,
    output,
    kill: killAll,
    stop: async () => {
      if (!hasExited) {
        child.kill('SIGTERM')
        const late = setTimeout(() => signalGroup('SIGKILL'), STOP_TIMEOUT_MS)
        await exited
        clearTimeout(late)
      }
      if (!dataDir) await rm(folder, { recursive: true, force: true })
    },
  }
}
