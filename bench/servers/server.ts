// Owns how a server under test is started and stopped: always in a process of its own, known by its address and its pid.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { killTree } from '../measure/processes.ts'

/** How the generator must frame y-protocols messages for this server. */
export type Dialect = 'y-websocket' | 'hocuspocus'

export interface RunningServer {
  readonly dialect: Dialect
  /** Root of the server's process tree. */
  readonly pid: number
  /** Creates the room if the server wants that done first. */
  prepare(room: string, people: number): Promise<void>
  url(room: string): string
  /** Address of the server's own SDK protocol, where it has one. */
  nativeUrl?(room: string): string
  /** Resolves with what it died of when the process ends by itself. */
  readonly died: Promise<string>
  stop(): Promise<void>
}

export interface BenchServer {
  readonly name: string
  /** `earlier` is another checkout of ours: measured in everything, no peer. A yardstick serves nobody: it shows what the runtime costs. It runs where a scenario wants it and is compared with by name only. */
  readonly role: 'ours' | 'earlier' | 'peer' | 'yardstick'
  readonly version: string
  /** Whether a change is on disk before anyone else hears of it, and what is configured. */
  readonly durability: string
  /** Whether it also has a protocol of its own for cursors. */
  readonly speaksNative: boolean
  start(): Promise<RunningServer>
}

/** A first start builds everything. */
const startWithinMs = 300_000
const stopWithinMs = 8_000

/** A port that was free a moment ago, for servers that cannot report one they chose. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port was assigned')),
      )
    })
  })

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/**
 * Starts a program and waits until `isReady` says so (polled) or the program ends. Its output is kept in a bounded
 * tail that goes into the error of a failed start.
 */
export const spawnServer = async (
  program: string,
  args: readonly string[],
  {
    cwd,
    env,
    stopSignal = 'SIGTERM',
    isReady,
  }: { cwd: string; env: Record<string, string>; stopSignal?: 'SIGTERM' | 'SIGKILL'; isReady(): Promise<boolean> },
) => {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  const stopWithBench = () => child.kill('SIGTERM')
  process.once('exit', stopWithBench)
  child.once('exit', () => process.off('exit', stopWithBench))
  let tail = ''
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`exit ${signal ?? code}: ${tail.trim().split('\n').slice(-3).join(' | ')}`),
    )
    child.once('error', (error) => resolve(error.message))
  })
  const stop = async () => {
    if (hasEnded(child)) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(stopSignal)
    const timer = setTimeout(() => killTree(pid), stopWithinMs)
    await ended
    clearTimeout(timer)
  }
  const deadline = Date.now() + startWithinMs
  while (!(await isReady())) {
    if (hasEnded(child)) throw new Error(`the server did not start: ${await died}`)
    if (Date.now() > deadline) {
      await stop()
      throw new Error(`the server was not ready in ${startWithinMs / 1000} s: ${tail}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { pid, died, stop }
}

/** Whether a GET of this address is answered at all. */
export const answersHttp = async (url: string, accept: (status: number) => boolean = () => true) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return accept(response.status)
  } catch {
    return false
  }
}
