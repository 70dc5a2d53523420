// Owns whether the workers could be deployed: wrangler bundles each for each environment, with what it is bound to, and it stays light.
// Refuses to talk to Cloudflare: nothing is uploaded.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { readWorkers, type WorkerConfig } from '../../start/workerd/wrangler-config.ts'
import type { Check, Findings } from '../check.ts'

const run = promisify(execFile)

const environments = ['staging', 'production'] as const

/**
 * JavaScript beside SQLite's WebAssembly, as uploaded, where it matters: the edge starts in many places, the objects' script wherever one wakes. What an
 * isolate of the edge evaluates as it starts is less: routes are put together by their first request.
 */
const maxGzipBytes: Readonly<Record<string, number>> = {
  syncforge: 225_000,
  'syncforge-objects': 260_000,
}
const otherMaxGzipBytes = 380_000

type Environment = Record<string, unknown> & {
  readonly durable_objects?: unknown
  readonly services?: readonly { readonly service: string }[]
  readonly r2_buckets?: readonly { readonly bucket_name: string }[]
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What an environment is bound to besides what `npm start` and the tests run with. */
const differences = ({ config }: WorkerConfig, name: string): string[] => {
  const environment = config.env[name] as Environment | undefined
  const where = `${config.name}, environment ${name}`
  if (environment === undefined) return [`${where}: there is none`]
  const services = config.services.map((binding) => ({ ...binding, service: `${binding.service}-${name}` }))
  const found: string[] = []
  const bindings = config.durable_objects.bindings.map(({ script_name: of, ...binding }) =>
    of === undefined ? binding : { ...binding, script_name: `${of}-${name}` },
  )
  if (!isSame(environment.durable_objects ?? { bindings: [] }, { bindings })) {
    found.push(`${where}: durable_objects are to be those at the top, their scripts' names ending with -${name}`)
  }
  if (!isSame(environment.services ?? [], services)) {
    found.push(`${where}: services are to be those at the top, their names ending with -${name}`)
  }
  const buckets = config.r2_buckets.map((bucket) => ({ ...bucket, bucket_name: `${bucket.bucket_name}-${name}` }))
  if (!isSame(environment.r2_buckets ?? [], buckets)) {
    found.push(`${where}: r2_buckets are to be those at the top, their names ending with -${name}`)
  }
  return found
}

const bundle = async (root: string, { folder, config }: WorkerConfig, name: string): Promise<Findings> => {
  const outDir = await mkdtemp(join(tmpdir(), 'syncforge-deployment-'))
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const args = ['deploy', '--dry-run', '--env', name, '--outdir', outDir, '--config', join(folder, 'wrangler.toml')]
  const env = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1', WRANGLER_LOG_PATH: outDir }
  const where = `${config.name}, environment ${name}`
  try {
    await run(process.execPath, [wrangler, ...args], { cwd: root, env })
    const script = (await readdir(outDir)).find((file) => file.endsWith('.js')) ?? ''
    const { length } = gzipSync(await readFile(join(outDir, script)), { level: 9 })
    const allowed = maxGzipBytes[config.name] ?? otherMaxGzipBytes
    const measured = `${where}: ${length} bytes of JavaScript gzipped, ${allowed} are allowed`
    return length > allowed ? { problems: [measured] } : { problems: [], notes: [measured] }
  } catch (error) {
    const { stderr = '', stdout = '' } = Object(error) as { readonly stderr?: string; readonly stdout?: string }
    return { problems: [`${where}: wrangler deploy --dry-run fails:\n${stdout}${stderr}`] }
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

export const deployments: Check = {
  name: 'deployments (wrangler deploy --dry-run)',
  async run(root) {
    const workers = await readWorkers(root)
    const problems: string[] = []
    const notes: string[] = []
    for (const worker of workers) {
      notes.push(...environments.flatMap((name) => differences(worker, name)))
      // One after the other: the first builds what all of them upload.
      for (const name of environments) {
        if (worker.config.env[name] === undefined) continue
        const findings = await bundle(root, worker, name)
        problems.push(...findings.problems)
        notes.push(...(findings.notes ?? []))
      }
    }
    return { problems, notes }
  },
}
