/** The page of the REST API: every route with its fields, made from the OpenAPI document and the table of errors. A script of the page makes forms of them. */

import { errors } from '@syncforge/protocol/errors'
import { developmentKeys } from '@syncforge/protocol/keys'
import { bodyOf, type OpenApi, type Route, routesOf, type Schemas } from '../../../../site/docs/try/openapi.ts'
import { type Html, html, prose } from '../../../../workers/html.ts'
import type { Shown } from '../template.ts'
import { fieldTable } from './schema.ts'

/** Stands for the server that the page comes from, until its script knows the address. */
const serverAddress = 'https://your-server'

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const curl = (route: Route, api: OpenApi): string => {
  const { method, path } = route
  const { type, example } = bodyOf(route, api) ?? {}
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${serverAddress}${path.replace('{roomId}', 'doc-1')}`,
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

const section = (route: Route, api: OpenApi): Html => {
  const { id, method, path, operation } = route
  const schemas = api.components?.schemas ?? {}
  const body = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema = {} }]) => html`<h4>Body: ${type}</h4>${fieldTable(schema, schemas)}`,
  )
  const answers = Object.entries(operation.responses).map(
    ([status, { description, content = {} }]) => html`<tr><td><code>${status}</code></td><td>${prose(description)}
      ${Number(status) < 300 ? Object.values(content).map(({ schema = {} }) => fieldTable(schema, schemas)) : ''}</td></tr>`,
  )
  return html`<section class="route" data-route="${id}" aria-labelledby="${id}">
    <h3 id="${id}"><a class="anchor" href="#${id}">${operation.summary ?? path}</a></h3>
    <p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
    <p>${prose(operation.description ?? '')}</p>
    <details><summary>Fields and answers</summary>${parameters(route, schemas)}${body}
    <h4>Answers</h4><div class="table" tabindex="0"><table class="answers">${answers}</table></div></details>
    <pre class="code" tabindex="0"><code>${curl(route, api)}</code></pre></section>`
}

const advice = {
  fix: 'change the request',
  stop: 'do not repeat it',
  refresh: 'get a new token, then repeat it',
  retry: 'repeat it later',
} as const

const errorTable = html`<div class="table" tabindex="0"><table><tr><th>Code</th><th>HTTP · close code · what to do</th></tr>${Object.entries(
  errors,
).map(
  ([code, row]) =>
    html`<tr><td><code>${code}</code></td><td>${row.status} · ${row.close} · ${advice[row.advice]}</td></tr>`,
)}</table></div>`

const tagOf = ({ operation }: Route): string => operation.tags?.[0] ?? 'Other'

const slugOf = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-')

export interface RestPage extends Shown {
  /** What the search finds of it. */
  readonly sections: readonly { readonly id: string; readonly title: string; readonly text: string }[]
}

/** `/docs`, as the documentation shows it. */
export const restPage = (api: OpenApi): RestPage => {
  const routes = routesOf(api)
  const tags = [...new Set(routes.map(tagOf))]
  const groups = tags.map(
    (tag) => html`<h2 id="${slugOf(tag)}"><a class="anchor" href="#${slugOf(tag)}">${tag}</a></h2>
      ${routes.filter((route) => tagOf(route) === tag).map((route) => section(route, api))}`,
  )
  const page = html`<meta name="development-key" content="${developmentKeys.secret.key}" data-development>
    <h1>REST API</h1><p class="lead">${prose(api.info.description ?? '')}</p>
    <p>Each call can be tried here, with a key of yours: it goes to this server and to nobody else. For programs, all of it is at <a href="/openapi.json">/openapi.json</a>; <a href="/docs/sdk/server/">@syncforge/server</a> has it with types.</p>
    ${groups}
    <h2 id="errors"><a class="anchor" href="#errors">Errors</a></h2>
    <p>${prose('Every refusal is `{ error: { code, message, details }, request_id }`. A socket is closed with the close code, and the code as its reason.')}</p>
    ${errorTable}`
  return {
    title: 'REST API',
    description: 'Every route with its fields, errors and a form to try it.',
    path: 'rest',
    html: page.text,
    headings: [
      ...tags.map((tag) => ({ level: 2, id: slugOf(tag), text: tag })),
      { level: 2, id: 'errors', text: 'Errors' },
    ],
    script: '/docs-try.js',
    sections: routes.map(({ id, method, path, operation }) => ({
      id,
      title: operation.summary ?? path,
      text: `${method.toUpperCase()} ${path} ${operation.description ?? ''}`,
    })),
  }
}
