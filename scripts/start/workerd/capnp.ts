/**
 * Writes workerd's configuration from wrangler.toml's. The edge is the socket's own service: nothing stands between a
 * WebSocket and the worker. Secrets come through the environment, never through the file.
 */
import type { Bundles } from '../build.ts'
import type { WranglerConfig } from './wrangler-config.ts'

export interface CapnpInput {
  readonly wrangler: WranglerConfig
  /** File names beside the configuration: an absolute path would mean workerd's own library. */
  readonly bundles: Bundles
  readonly folders: { readonly objects: string; readonly assets: string }
  readonly address: string
  /** Environment variables that the edge gets as text bindings. */
  readonly variables: readonly string[]
}

// A Cap'n Proto string literal escapes as JSON does, for everything that a path can hold.
const text = (value: string): string => JSON.stringify(value)
const list = (items: readonly string[]): string => `[ ${items.join(', ')} ]`

export const writeCapnp = ({ wrangler, bundles, folders, address, variables }: CapnpInput): string => {
  const compatibility = `compatibilityDate = ${text(wrangler.compatibility_date)},
  compatibilityFlags = ${list(wrangler.compatibility_flags.map(text))},`
  const classes = wrangler.migrations.flatMap((migration) => migration.new_sqlite_classes)
  const bindings = [
    ...wrangler.durable_objects.bindings.map(
      (binding) => `(name = ${text(binding.name)}, durableObjectNamespace = ${text(binding.class_name)})`,
    ),
    ...variables.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
    `(name = ${text(wrangler.assets.binding)}, service = "assets")`,
  ]
  const wasm = bundles.edge.wasm.map((name) => `(name = ${text(name)}, wasm = embed ${text(name)})`)
  // The unique key names the objects' folder and enters every object's id: it must never change.
  const namespaces = classes.map(
    (name) => `(className = ${text(name)}, uniqueKey = ${text(`${wrangler.name}-${name}`)}, enableSql = true)`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "assets", worker = .assets),
    (name = "asset-files", disk = (path = ${text(folders.assets)})),
    (name = "objects", disk = (path = ${text(folders.objects)}, writable = true)),
    (name = "internet", network = (allow = ["public", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [ (name = "http", address = ${text(address)}, http = (), service = "edge") ],
);

const edge :Workerd.Worker = (
  modules = ${list([`(name = "edge.js", esModule = embed ${text(bundles.edge.script)})`, ...wasm])},
  ${compatibility}
  durableObjectNamespaces = ${list(namespaces)},
  durableObjectStorage = (localDisk = "objects"),
  bindings = ${list(bindings)},
);

const assets :Workerd.Worker = (
  modules = [ (name = "assets.js", esModule = embed ${text(bundles.assets.script)}) ],
  ${compatibility}
  bindings = [ (name = "FILES", service = "asset-files") ],
);
`
}
