/** The reference page at /docs: one static page made from the OpenAPI document and the table of errors. Needs no network. */
import { errors } from '@syncforge/protocol/errors'
import { type Html, html, prose } from '../../html.ts'
import { fieldTable, type Schema, type Schemas } from './schema.ts'
import { style } from './style.ts'

interface Media {
  readonly schema?: Schema
  readonly example?: unknown
}

interface Operation {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { description: string; content?: Readonly<Record<string, Media>> }>>
}

/** The part of an OpenAPI document that is shown. */
export interface ShownApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly schemas: Schemas
}

interface Route {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const routesOf = ({ paths }: ShownApi): readonly Route[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: `${method}-${path.replace(/[^a-z0-9]+/gi, '-')}`,
      method,
      path,
      operation,
    })),
  )

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const curl = ({ method, path, operation }: Route, origin: string, schemas: Schemas): string => {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const name = media?.schema?.$ref?.split('/').at(-1)
  const example = media?.example ?? (name === undefined ? undefined : schemas[name]?.example)
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${origin}${path.replace('{roomId}', 'doc-1')}`,
    path.startsWith('/api/') && "-H 'Authorization: Bearer sk_…'",
    type && `-H 'Content-Type: ${type}'`,
    type === 'application/json' && example !== undefined && `-d ${quoted(JSON.stringify(example))}`,
    type === 'application/octet-stream' && '--data-binary @update.bin',
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}

const parameters = ({ operation }: Route, schemas: Schemas): Html => {
  const { parameters: found = [] } = operation
  if (found.length === 0) return html``
  const properties = Object.fromEntries(found.map(({ name, schema = {} }) => [name, schema]))
  const required = found.filter(({ required: needed }) => needed).map(({ name }) => name)
  return html`<h4>Parameters</h4>${fieldTable({ properties, required }, schemas)}`
}

const route = (shown: Route, origin: string, schemas: Schemas): Html => {
  const { id, method, path, operation } = shown
  const body = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema = {} }]) => html`<h4>Body · ${type}</h4>${fieldTable(schema, schemas)}`,
  )
  const answers = Object.entries(operation.responses).map(
    ([status, { description, content = {} }]) => html`<tr><td><code>${status}</code></td><td>${prose(description)}
      ${Number(status) < 300 ? Object.values(content).map(({ schema = {} }) => fieldTable(schema, schemas)) : ''}</td></tr>`,
  )
  return html`<section class="route" id="${id}"><h3>${operation.summary ?? path}</h3>
    <div class="address"><span class="method ${method}">${method.toUpperCase()}</span><code>${path}</code></div>
    <p>${prose(operation.description ?? '')}</p>
    ${parameters(shown, schemas)}${body}
    <h4>Example</h4><pre>${curl(shown, origin, schemas)}</pre>
    <h4>Answers</h4><table class="answers">${answers}</table></section>`
}

const advice = {
  fix: 'change the request',
  stop: 'do not repeat it',
  refresh: 'get a new token, then repeat it',
  retry: 'repeat it later',
} as const

const errorTable = html`<table><tr><th>Code</th><th>HTTP · close code · what to do</th></tr>${Object.entries(
  errors,
).map(
  ([code, row]) =>
    html`<tr><td><code>${code}</code></td><td>${row.status} · ${row.close} · ${advice[row.advice]}</td></tr>`,
)}</table>`

/** The whole page. `origin` is where the reader found it: examples work as they are. */
export const renderDocs = (api: ShownApi, origin: string): string => {
  const routes = routesOf(api)
  const tags = [...new Set(routes.map(({ operation }) => operation.tags?.[0] ?? 'Other'))]
  const tagged = (tag: string) => routes.filter(({ operation }) => (operation.tags?.[0] ?? 'Other') === tag)
  const link = ({ id, operation, path }: Route) => html`<a href="#${id}">${operation.summary ?? path}</a>`
  const socket = origin.replace(/^http/, 'ws')
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${api.info.title} API</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml"><style>${style}</style></head>
<body><nav aria-label="Routes"><strong>${api.info.title} API</strong><div>
<a href="/docs/start/">Documentation</a><a href="#start">Start here</a><a href="#errors">Errors</a><a href="/openapi.json">OpenAPI document</a>
${tags.map((tag) => html`<h2>${tag}</h2>${tagged(tag).map(link)}`)}</div></nav>
<main><h1 id="start">${api.info.title} API</h1><p class="lead">Version ${api.info.version} · ${origin}</p>
<p>${prose(api.info.description ?? '')}</p>
<h2 class="minor">Join a room from a browser</h2>
<pre>${`import { SyncForge } from '@syncforge/client'

const client = new SyncForge({ apiKey: 'pk_…', endpoint: '${socket}' })
const room = await client.joinRoom('doc-1')`}</pre>
<h2 class="minor">Or with a stock Yjs client</h2>
<pre>${`new WebsocketProvider('${socket}/yjs', 'doc-1', doc, { params: { token } })`}</pre>
${tags.map((tag) => html`<h2>${tag}</h2>${tagged(tag).map((shown) => route(shown, origin, api.schemas))}`)}
<h2 id="errors">Errors</h2>
<p>${prose('Every refusal is `{ error: { code, message, details }, request_id }`. A socket is closed with the close code, and the code as its reason.')}</p>
${errorTable}</main></body></html>`.text
}
