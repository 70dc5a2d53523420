/** Owns which workerd processes serve: one for the network with everything that is quick, one for each worker that keeps a thread busy. */
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Built } from './build.ts'
import { endingsSocket, watchEndings } from './endings.ts'
import { writeCapnp } from './workerd/capnp.ts'
import { keepRunning } from './workerd/keep.ts'
import { type RunningWorkerd, runWorkerd } from './workerd/run.ts'

/**
 * Hashing a password takes a thread for 60 ms, and all rooms of a process share one. Only the first process is reachable from the network;
 * a worker here listens on a socket file beside its configuration.
 */
const apart: readonly string[] = ['syncforge-accounts']

/** Hears what other servers of the same database have ended: see workers/objects. */
const endings = { name: 'syncforge-objects', entrypoint: 'Endings' } as const

/** Sends webhooks: see workers/courier. */
const courierName = 'syncforge-courier'

export interface ServeInput {
  readonly built: Built
  /** Where the built workers lie; gets the configurations and the socket files. */
  readonly serverDir: string
  readonly objectsFolder: string
  /** Where attached files lie. */
  readonly filesFolder: string
  /** The folder of the static assets, if the first worker has any. */
  readonly assetsFolder: string | undefined
  /** Host and port. */
  readonly address: string
  /** What the first process gets, and what each worker apart gets, by its name. */
  readonly variables: Readonly<Record<string, string>>
  /** What the worker that answers the network does not get, and others of the first process do where they ask for it. */
  readonly privateVariables: Readonly<Record<string, string>>
  readonly variablesApart: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Whether webhooks may be sent to this machine and to networks behind it. */
  readonly sendsInside: boolean
  /** Whether other servers may use the same database. */
  readonly sharesDatabase: boolean
  readonly logFormat: 'json' | 'text'
  /** Where workers apart find Google and GitHub instead, by the names of the variables. */
  readonly standIns: Readonly<Record<string, string>>
}

/**
 * Starts everything; what has started is handed to `started`, to be stopped newest first.
 *
 * @throws StartError
 */
export const serve = async (
  {
    built: { workers, assets, standIns: standInsFiles },
    serverDir,
    objectsFolder,
    filesFolder,
    assetsFolder,
    address,
    variables,
    privateVariables,
    variablesApart,
    sendsInside,
    sharesDatabase,
    logFormat,
    standIns,
  }: ServeInput,
  started: (stop: () => Promise<void>) => void,
): Promise<RunningWorkerd> => {
  const [front, ...others] = workers
  const isApart = (name: string) => apart.includes(name)
  const socketOf = (name: string) => `${name}.sock`
  const elsewhere = others
    .filter(({ config }) => isApart(config.name))
    .map((worker) => ({ worker, name: worker.config.name, address: `unix:${socketOf(worker.config.name)}` }))

  const names = Object.keys(standIns)
  const outbound = names.length > 0 ? { files: standInsFiles, variables: names } : undefined
  for (const { worker, name, address: socket } of elsewhere) {
    const given = variablesApart[name] ?? {}
    const path = join(serverDir, `${name}.capnp`)
    await writeFile(
      path,
      writeCapnp({ workers: [worker], objectsFolder, address: socket, variables: Object.keys(given), outbound }),
    )
    const kept = await keepRunning(name, () => {
      // Left behind by a process that was killed: the address would be taken.
      rmSync(join(serverDir, socketOf(name)), { force: true })
      return runWorkerd(path, given, logFormat)
    })
    started(kept.stop)
  }

  const socket = sharesDatabase ? await endingsSocket() : undefined
  if (socket) started(socket.remove)
  const path = join(serverDir, 'config.capnp')
  await writeFile(
    path,
    writeCapnp({
      workers: [front, ...others.filter(({ config }) => !isApart(config.name))],
      elsewhere,
      assets: assetsFolder === undefined ? undefined : { files: assets, folder: assetsFolder },
      courier: { name: courierName, allowsInside: sendsInside },
      objectsFolder,
      filesFolder,
      address,
      inside: socket && { ...endings, address: `unix:${socket.path}` },
      variables: Object.keys(variables),
      privateVariables: Object.keys(privateVariables),
    }),
  )
  const running = await runWorkerd(path, { ...variables, ...privateVariables }, logFormat)
  started(running.stop)
  if (socket) started(watchEndings(socket.path))
  return running
}
