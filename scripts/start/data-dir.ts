/** Owns the folder that holds all state: makes it, locks it for one server, keeps the secrets that outlive a start. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf, StartError } from './start-error.ts'

export interface DataDir {
  readonly path: string
  /** Of this folder, made if it is missing. */
  folder(name: string): string
  readonly secrets: Secrets
  unlock(): void
}

export interface Secrets {
  /** Signs room tokens: 32 random bytes, base64url, as all of them. */
  readonly tokenSecret: string
  /** Seals what keys sign room tokens with. */
  readonly keysSecret: string
  /** Signs session cookies, encrypts what accounts keep of other services: 32 random bytes, base64url. */
  readonly authSecret: string
}

/** A process is known by its id and its start: ids are given again, after a reboot at the latest. */
const identityOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    // No /proc on this system, or no such process.
  }
  try {
    process.kill(pid, 0)
    return String(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? String(pid) : undefined
  }
}

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const lock = (path: string, dataDir: string): void => {
  const mine = identityOf(process.pid) ?? String(process.pid)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readIfThere(path)
    const pid = Number.parseInt(holder ?? '', 10)
    if (pid > 0 && identityOf(pid) === holder) {
      throw new StartError(
        `Another SyncForge (process ${pid}) already serves from ${dataDir}: stop it, or set DATA_DIR.`,
      )
    }
    rmSync(path, { force: true })
  }
  throw new StartError(`Another SyncForge is starting on ${dataDir}: wait for it, or set DATA_DIR.`)
}

const secretNames = ['tokenSecret', 'authSecret', 'keysSecret'] as const satisfies readonly (keyof Secrets)[]

const newSecret = (): string => randomBytes(32).toString('base64url')

/** Secrets that a file of before does not have are added to it. */
const readSecrets = (path: string): Secrets => {
  const stored = readIfThere(path)
  const known = Object(stored === undefined ? {} : JSON.parse(stored)) as Readonly<Record<string, unknown>>
  if (stored !== undefined && typeof known.tokenSecret !== 'string') {
    throw new StartError(
      `${path} has no tokenSecret: restore it, or remove the file (every room token becomes invalid, keys sign none any more, and everybody has to sign in again).`,
    )
  }
  const entries = secretNames.map(
    (name) => [name, typeof known[name] === 'string' ? known[name] : newSecret()] as const,
  )
  const secrets = Object.fromEntries(entries) as Record<(typeof secretNames)[number], string>
  if (secretNames.every((name) => known[name] === secrets[name])) return secrets
  // Written beside and renamed, so that a crash leaves the whole file or none.
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return secrets
}

/**
 * Makes and locks the data folder. The lock ends with {@link DataDir.unlock} or with the process.
 *
 * @throws StartError when it cannot be written or another server uses it
 */
export const openDataDir = (path: string): DataDir => {
  const lockPath = join(path, 'lock')
  const folder = (name: string): string => {
    mkdirSync(join(path, name), { recursive: true, mode: 0o700 })
    return join(path, name)
  }
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    lock(lockPath, path)
    return {
      path,
      folder,
      secrets: readSecrets(join(path, 'secrets.json')),
      unlock: () => rmSync(lockPath, { force: true }),
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`DATA_DIR ${path} cannot be used: ${reasonOf(error)}.`)
  }
}
