/**
 * Writes the configuration of one workerd process from the wrangler files. The first worker is the socket's own service: nothing stands
 * between a WebSocket and it. Secrets come through the environment, never through the file.
 */
import type { WorkerFiles } from '../../build/worker.ts'
import type { WranglerConfig } from './wrangler-config.ts'

export interface ServedWorker {
  readonly config: WranglerConfig
  /** File names beside the configuration: an absolute path would mean workerd's own library. */
  readonly files: WorkerFiles
}

/** A worker that another process serves. */
export interface WorkerElsewhere {
  readonly name: string
  /** Where that process listens, as workerd writes it: `unix:<path>`. */
  readonly address: string
}

export interface CapnpInput {
  /** The first answers what comes to `address`. */
  readonly workers: readonly [ServedWorker, ...ServedWorker[]]
  readonly elsewhere?: readonly WorkerElsewhere[]
  /** What stands in for static assets, and the folder with them, if the first worker has any. */
  readonly assets?: { readonly files: WorkerFiles; readonly folder: string } | undefined
  /** What every request of the first worker to the network goes through, and the variables that it gets. */
  readonly outbound?: { readonly files: WorkerFiles; readonly variables: readonly string[] } | undefined
  /** The worker that sends webhooks, by its name, and whether it may send them to this machine and to networks behind it. */
  readonly courier?: { readonly name: string; readonly allowsInside: boolean } | undefined
  readonly objectsFolder: string
  /** What stands in for a bucket with files, if the first worker has one. */
  readonly filesFolder?: string | undefined
  /** Host and port, or `unix:` and the path of a socket file, which the process makes. */
  readonly address: string
  /** A worker's entrypoint that this process alone may reach, by a socket file of its own. */
  readonly inside?: { readonly name: string; readonly entrypoint: string; readonly address: string } | undefined
  /** Environment variables that the first worker gets as text bindings, and another one where it asks for them. */
  readonly variables: readonly string[]
  /** What only another one gets that asks for it. */
  readonly privateVariables?: readonly string[]
}

// A Cap'n Proto string literal escapes as JSON does, for everything that a path can hold.
const text = (value: string): string => JSON.stringify(value)
const list = (items: readonly string[]): string => `[ ${items.join(', ')} ]`

/** Names of services and constants: those of workers may not meet those of ours. */
const serviceOf = (index: number): string => `worker${index}`
const elsewhereOf = (name: string): string => `elsewhere-${name}`

/**
 * The unique key names the objects' folder and enters every object's id: it must never change. The objects' worker keeps those of the worker that they
 * lived in first, so that every folder of before is theirs.
 */
const uniqueKeyOf = (worker: string, className: string): string =>
  `${worker === 'syncforge-objects' ? 'syncforge' : worker}-${className}`

/** Networks for documentation, tests and translation, which workerd takes for public: none of them is, and some lead inside. */
const notPublic: readonly string[] = [
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fec0::/10',
]

const network = (allow: readonly string[], deny: readonly string[] = []): string =>
  `network = (allow = ${list(allow.map(text))}, deny = ${list(deny.map(text))}, tlsOptions = (trustBrowserCas = true))`

export const writeCapnp = ({
  workers,
  elsewhere = [],
  assets,
  outbound,
  courier,
  objectsFolder,
  filesFolder,
  address,
  inside,
  variables,
  privateVariables = [],
}: CapnpInput): string => {
  const compatibility = ({ compatibility_date, compatibility_flags }: WranglerConfig) =>
    `compatibilityDate = ${text(compatibility_date)},
  compatibilityFlags = ${list(compatibility_flags.map(text))},`
  const classOf = ({ class_name: name, script_name: of }: WranglerConfig['durable_objects']['bindings'][number]) => {
    if (of === undefined) return text(name)
    const index = workers.findIndex(({ config }) => config.name === of)
    return `(className = ${text(name)}, serviceName = ${text(serviceOf(index))})`
  }
  const designator = ({ service, entrypoint }: Omit<WranglerConfig['services'][number], 'binding'>) => {
    const index = workers.findIndex(({ config }) => config.name === service)
    const name = text(index < 0 ? elsewhereOf(service) : serviceOf(index))
    return entrypoint === undefined ? name : `(name = ${name}, entrypoint = ${text(entrypoint)})`
  }
  const sockets = [
    `(name = "http", address = ${text(address)}, http = (), service = ${text(serviceOf(0))})`,
    ...(inside
      ? [
          `(name = "inside", address = ${text(inside.address)}, http = (), service = ${designator({ service: inside.name, entrypoint: inside.entrypoint })})`,
        ]
      : []),
  ]
  const worker = ({ config, files }: ServedWorker, index: number): string => {
    const isAskedFor = (name: string) => config.secrets.required.includes(name)
    const given = index === 0 ? variables : [...variables, ...privateVariables].filter(isAskedFor)
    const bindings = [
      ...config.durable_objects.bindings.map(
        (binding) => `(name = ${text(binding.name)}, durableObjectNamespace = ${classOf(binding)})`,
      ),
      ...given.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
      ...config.services.map((binding) => `(name = ${text(binding.binding)}, service = ${designator(binding)})`),
      ...(index === 0 ? ['(name = "OUTSIDE", service = "outside")'] : []),
      ...(config.r2_buckets.length > 0 && filesFolder !== undefined
        ? ['(name = "FILES_FOLDER", service = "files")']
        : []),
      ...(config.assets && assets ? [`(name = ${text(config.assets.binding)}, service = "assets")`] : []),
    ]
    const wasm = files.wasm.map((name) => `(name = ${text(name)}, wasm = embed ${text(name)})`)
    const namespaces = config.migrations
      .flatMap((migration) => migration.new_sqlite_classes)
      .map(
        (name) => `(className = ${text(name)}, uniqueKey = ${text(uniqueKeyOf(config.name, name))}, enableSql = true)`,
      )
    return `const ${serviceOf(index)} :Workerd.Worker = (
  modules = ${list([`(name = ${text(files.script)}, esModule = embed ${text(files.script)})`, ...wasm])},
  ${compatibility(config)}
  durableObjectNamespaces = ${list(namespaces)},
  durableObjectStorage = (localDisk = "objects"),
  bindings = ${list(bindings)},
  ${outbound && index === 0 ? 'globalOutbound = "outbound",' : ''}
  ${config.name === courier?.name ? 'globalOutbound = "courier-network",' : ''}
);
`
  }
  const services = [
    ...workers.map((_, index) => `(name = ${text(serviceOf(index))}, worker = .${serviceOf(index)})`),
    ...elsewhere.map(
      ({ name, address: at }) => `(name = ${text(elsewhereOf(name))}, external = (address = ${text(at)}, http = ()))`,
    ),
    ...(assets
      ? ['(name = "assets", worker = .assets)', `(name = "asset-files", disk = (path = ${text(assets.folder)}))`]
      : []),
    ...(outbound ? ['(name = "outbound", worker = .outbound)'] : []),
    ...(filesFolder === undefined ? [] : [`(name = "files", disk = (path = ${text(filesFolder)}, writable = true))`]),
    `(name = "objects", disk = (path = ${text(objectsFolder)}, writable = true))`,
    // Addresses that customers have named: a name of theirs may lead to this machine, or to others beside it.
    // It refuses them after every look-up of a name and after every redirect.
    `(name = "outside", ${network(['public'], notPublic)})`,
    ...(courier
      ? [
          `(name = "courier-network", ${courier.allowsInside ? network(['public', 'private', 'local']) : network(['public'], notPublic)})`,
        ]
      : []),
    `(name = "internet", ${network(['public', 'local'])})`,
  ]
  const assetsWorker = assets
    ? `
const assets :Workerd.Worker = (
  modules = [ (name = "assets.js", esModule = embed ${text(assets.files.script)}) ],
  ${compatibility(workers[0].config)}
  bindings = [ (name = "FILES", service = "asset-files") ],
);
`
    : ''
  const outboundWorker = outbound
    ? `
const outbound :Workerd.Worker = (
  modules = [ (name = "outbound.js", esModule = embed ${text(outbound.files.script)}) ],
  ${compatibility(workers[0].config)}
  bindings = ${list(outbound.variables.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`))},
);
`
    : ''
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ${services.join(',\n    ')},
  ],
  sockets = ${list(sockets)},
);

${workers.map(worker).join('\n')}${assetsWorker}${outboundWorker}`
}
