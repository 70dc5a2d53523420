/** A PostgreSQL server of the machine's own, started for one test file. Says what is missing where there is none. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const START_TIMEOUT_MS = 30_000

export interface StartedPostgres {
  readonly url: string
  /** Ends the server and keeps its data. Nobody listens on its port meanwhile. */
  halt(): Promise<void>
  /** Starts it again after {@link halt}, where it was. */
  resume(): Promise<void>
  /** Ends the server and removes its data. */
  stop(): Promise<void>
}

/** Debian keeps the server's programs off the PATH. */
const findPrograms = (): string | undefined => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/** PostgreSQL refuses to run as root: it runs as `nobody` then. */
const findOwner = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const [, , uid, gid] = (/^nobody:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0] ?? '').split(':')
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

const waitUntilItAnswers = async (url: string, hasExited: () => boolean): Promise<void> => {
  const deadlineAt = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (hasExited() || Date.now() > deadlineAt) throw error
      await sleep(100)
    }
  }
}

/** Rejects when there is a server that does not start. */
export const startPostgres = async (): Promise<StartedPostgres | { readonly missing: string }> => {
  const programs = findPrograms()
  if (!programs) return { missing: 'no initdb and postgres on the PATH or in /usr/lib/postgresql' }
  const owner = findOwner()
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-postgres-'))
  if (owner) await chown(folder, owner.uid, owner.gid)
  const options = { cwd: folder, ...owner }
  const data = join(folder, 'data')
  const initialise = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  await promisify(execFile)(join(programs, 'initdb'), initialise, options)
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  const launch = () => {
    const child = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...options,
      stdio: 'ignore',
    })
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    return { child, exited, hasExited: () => child.exitCode !== null || child.signalCode !== null }
  }
  let running = launch()
  const halt = async () => {
    // Fast shutdown: sessions are ended, not waited for.
    running.child.kill('SIGINT')
    await running.exited
  }
  const stop = async () => {
    if (!running.hasExited()) await halt()
    await rm(folder, { recursive: true, force: true })
  }
  const resume = async () => {
    running = launch()
    await waitUntilItAnswers(url, running.hasExited)
  }
  try {
    await waitUntilItAnswers(url, running.hasExited)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, halt, resume, stop }
}

/** Connections to it. One that the server ends, as it does when it stops, is an error of a query under way and of nothing else. */
export const openPool = ({ url }: Pick<StartedPostgres, 'url'>): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}
