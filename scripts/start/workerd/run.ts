/** Owns the workerd process: starts it, says when it serves, ends it, and sees to it that it never outlives us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { printReadable } from '../readable-log.ts'
import { StartError } from '../start-error.ts'

/** The path of the binary: what the package, which is CommonJS, calls its default. */
const { default: binary } = createRequire(import.meta.url)('workerd') as { readonly default: string }

const LISTEN_TIMEOUT_MS = 20_000
// Open sockets keep workerd from ending by itself; requests under way get this long.
const STOP_TIMEOUT_MS = 1_000
const CONTROL_FD = 3

export interface RunningWorkerd {
  /** 0 when it listens on a socket file. */
  readonly port: number
  readonly pid: number
  /** Resolves with a reason once the process has ended. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** The port in workerd's own message, one JSON object per line. */
const portOf = (line: string): number | undefined => {
  const message = JSON.parse(line) as { event?: string; socket?: string; port?: number }
  return message.event === 'listen' && message.socket === 'http' ? message.port : undefined
}

/**
 * Ends `pid` when this process is gone, however it went: its end of the pipe closes with it. A shell, because a `kill -9`
 * leaves nobody else behind to do it, and npm needs a shell as well.
 */
const guard = (pid: number): ChildProcess =>
  spawn('/bin/sh', ['-c', `read line; kill -9 ${pid} 2>/dev/null`], { stdio: ['pipe', 'ignore', 'ignore'] })

/**
 * Paths of socket files in the configuration start from its folder: from the root they could be longer than a system takes.
 *
 * @throws StartError when it does not listen in time
 */
export const runWorkerd = async (
  configPath: string,
  variables: Readonly<Record<string, string>>,
  logFormat: 'json' | 'text' = 'json',
): Promise<RunningWorkerd> => {
  const output = logFormat === 'text' ? 'pipe' : 'inherit'
  const child = spawn(binary, ['serve', configPath, 'config', `--control-fd=${CONTROL_FD}`], {
    cwd: dirname(configPath),
    env: { ...process.env, ...variables },
    // A signal to the whole group (Ctrl-C) would end it before we have stopped; `guard` covers our own end.
    stdio: ['ignore', output, output, 'pipe'],
  })
  for (const name of ['stdout', 'stderr'] as const) {
    const from = child[name]
    if (from !== null) printReadable(from, process[name])
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`workerd ended with ${signal ?? `code ${code}`}`))
  })
  const { pid } = child
  if (pid === undefined) throw new StartError(`The server could not be started: ${await ended}.`)
  const watch = guard(pid)
  // After the child's end its id may be given to another process: then nothing may be killed.
  const unwatched = ended.then(
    () =>
      new Promise<void>((resolve) => {
        watch.once('exit', () => resolve())
        if (!watch.kill('SIGKILL')) resolve()
      }),
  )

  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await unwatched
    clearTimeout(timer)
  }
  const listening = new Promise<number>((resolve) => {
    const control = child.stdio[CONTROL_FD] as Readable
    createInterface(control).on('line', (line) => {
      const port = portOf(line)
      if (port !== undefined) resolve(port)
    })
  })
  const late = Symbol('late')
  let timer: NodeJS.Timeout | undefined
  const first = await Promise.race([
    listening,
    ended,
    new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), LISTEN_TIMEOUT_MS)
    }),
  ])
  clearTimeout(timer)
  if (typeof first === 'number') return { port: first, pid, ended, stop }
  await stop()
  throw new StartError(
    first === late
      ? `The server did not listen within ${LISTEN_TIMEOUT_MS / 1000} s.`
      : `The server did not start: ${first}.`,
  )
}
