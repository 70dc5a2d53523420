/** Reads what a start needs from the workers' wrangler files. Refuses settings it would otherwise ignore without a word. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse } from 'smol-toml'
import * as z from 'zod'
import { reasonOf, StartError } from '../start-error.ts'

const WranglerConfig = z.strictObject({
  name: z.string(),
  /** Relative to the file. */
  main: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  assets: z
    .strictObject({
      directory: z.string(),
      binding: z.string(),
      run_worker_first: z.literal(true),
      // Files by their full names only, which is all that our stand-in does.
      html_handling: z.literal('none'),
    })
    .optional(),
  durable_objects: z
    .strictObject({
      bindings: z.array(
        // The class is of this worker, or of the one that `script_name` names.
        z.strictObject({ name: z.string(), class_name: z.string(), script_name: z.string().optional() }),
      ),
    })
    .default({ bindings: [] }),
  // Classes that lose or change their name need a step of their own; so far each is only ever added.
  migrations: z.array(z.strictObject({ tag: z.string(), new_sqlite_classes: z.array(z.string()) })).default([]),
  /** Where files lie when deployed; a start keeps them in a folder. */
  r2_buckets: z.array(z.strictObject({ binding: z.literal('FILES'), bucket_name: z.string() })).default([]),
  /** Other workers, each with a wrangler file of its own in a folder of `workers`, called by fetch and by RPC. */
  services: z
    .array(z.strictObject({ binding: z.string(), service: z.string(), entrypoint: z.string().optional() }))
    .default([]),
  /** What the worker gets of the start's variables; the one that answers the network gets all of them. */
  secrets: z.strictObject({ required: z.array(z.string()) }).default({ required: [] }),
  /** For deployments alone, which wrangler reads: a start builds by itself. */
  build: z.strictObject({ command: z.string() }).optional(),
  env: z.record(z.string(), z.looseObject({})).default({}),
})
export type WranglerConfig = z.infer<typeof WranglerConfig>

/** A worker and the folder that the paths in its file start from. */
export interface WorkerConfig {
  readonly folder: string
  readonly config: WranglerConfig
}

const readConfig = async (path: string): Promise<WorkerConfig> => {
  try {
    return { folder: dirname(path), config: WranglerConfig.parse(parse(await readFile(path, 'utf8'))) }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error)
    throw new StartError(`${path} cannot be served from: ${reason}`)
  }
}

const readFolder = async (folder: string): Promise<readonly WorkerConfig[]> => {
  const names = existsSync(folder) ? await readdir(folder) : []
  const paths = names.map((name) => join(folder, name, 'wrangler.toml')).filter((path) => existsSync(path))
  return Promise.all(paths.map(readConfig))
}

const without = ({ folder, config }: WorkerConfig, names: ReadonlySet<string>): WorkerConfig => ({
  folder,
  config: { ...config, services: config.services.filter(({ service }) => !names.has(service)) },
})

/** The other workers that this one calls: as services, or for their objects. */
const boundBy = ({ services, durable_objects: { bindings } }: WranglerConfig): ReadonlySet<string> =>
  new Set([
    ...services.map(({ service }) => service),
    ...bindings.flatMap(({ script_name: name }) => (name === undefined ? [] : [name])),
  ])

/**
 * The worker of `root`/wrangler.toml, which answers the network, and every worker that it or one of those binds.
 *
 * @param wanted those of the workers of `workers/dev` that are bound, by name; nobody is bound to the others
 * @throws StartError
 */
export const readWorkers = async (
  root: string,
  wanted: readonly string[] = [],
): Promise<readonly [WorkerConfig, ...WorkerConfig[]]> => {
  const folder = join(root, 'workers')
  const standIns = await readFolder(join(folder, 'dev'))
  const left = new Set(standIns.map(({ config }) => config.name).filter((name) => !wanted.includes(name)))
  const front = without(await readConfig(join(root, 'wrangler.toml')), left)
  const others = [...(await readFolder(folder)), ...standIns].map((worker) => without(worker, left))
  const bound: [WorkerConfig, ...WorkerConfig[]] = [front]
  for (const { config } of bound) {
    for (const name of boundBy(config)) {
      if (bound.some((worker) => worker.config.name === name)) continue
      const worker = others.find((other) => other.config.name === name)
      if (!worker) throw new StartError(`${config.name} binds the worker ${name}, which no file in ${folder} names.`)
      bound.push(worker)
    }
  }
  return bound
}
