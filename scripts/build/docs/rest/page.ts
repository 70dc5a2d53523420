/** The pages of the REST API: one of all groups of routes, and one of each, made from the OpenAPI document and the table of errors. A script of the pages makes forms of the routes. */

import { errors } from '@syncforge/protocol/errors'
import { developmentKeys } from '@syncforge/protocol/keys'
import type { OpenApi, Route } from '../../../../site/docs/try/openapi.ts'
import { type Html, html, prose } from '../../../../workers/html.ts'
import type { Findable } from '../template.ts'
import { answersOf, bodiesOf, curlOf, type Group, parametersOf, slugOf } from './groups.ts'
import { type Field, fieldTable } from './schema.ts'

const nameOf = ({ path, operation }: Route): string => operation.summary ?? path

const address = ({ method, path }: Route): Html =>
  html`<span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>`

const titled = (title: string, fields: readonly Field[]): Html =>
  fields.length === 0 ? html`` : html`<h3>${title}</h3>${fieldTable(fields)}`

const section = (route: Route, api: OpenApi): Html => {
  const { id, operation } = route
  const bodies = bodiesOf(route, api).map(({ type, fields }) => html`<h3>Body: ${type}</h3>${fieldTable(fields)}`)
  const answers = answersOf(route, api).map(
    ({ status, description, contents }) => html`<tr><td><code>${status}</code></td><td>${prose(description)}
      ${contents.map(({ fields }) => fieldTable(fields))}</td></tr>`,
  )
  return html`<section class="route" data-route="${id}" aria-labelledby="${id}">
    <h2 id="${id}"><a class="anchor" href="#${id}">${nameOf(route)}</a></h2>
    <p class="address">${address(route)}</p>
    <p>${prose(operation.description ?? '')}</p>
    <details><summary>Fields and answers</summary>${titled('Parameters', parametersOf(route, api))}${bodies}
    <h3>Answers</h3><div class="table" tabindex="0"><table class="answers">${answers}</table></div></details>
    <pre class="code" tabindex="0"><code>${curlOf(route, api)}</code></pre></section>`
}

/** The edge takes it out of the pages that it serves to the world. */
const developmentKey = html`<meta name="development-key" content="${developmentKeys.secret.key}" data-development>`

const script = '/docs-try.js'

/** `/docs/rest/<group>/`, as the documentation shows it. */
export const groupPage = ({ title, path, routes }: Group, api: OpenApi): Findable => ({
  title: `${title}: REST API`,
  description: routes.map(nameOf).join(', '),
  path,
  html: html`${developmentKey}<h1>${title}</h1>
    <p class="lead">Each call can be tried here, with a key of yours: it goes to this server and to nobody else. <a href="/docs/">All routes</a> · <a href="/docs/#errors">Errors</a></p>
    ${routes.map((route) => section(route, api))}`.text,
  headings: routes.map((route) => ({ level: 2, id: route.id, text: nameOf(route) })),
  script,
  sections: routes.map((route) => ({
    id: route.id,
    title: nameOf(route),
    text: `${route.method.toUpperCase()} ${route.path} ${route.operation.description ?? ''}`,
  })),
})

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

/** `/docs/`: every route in one line. The ids are those that the routes had when they were all on this page, and lead to where they are now. */
export const overviewPage = (groups: readonly Group[], api: OpenApi): Findable => {
  const lists = groups.map(
    ({ title, path, routes }) => html`<h2 id="${slugOf(title)}"><a href="/docs/${path}/">${title}</a></h2>
      <ul class="routes">${routes.map(
        (route) =>
          html`<li id="${route.id}"><a href="/docs/${path}/#${route.id}">${nameOf(route)}</a><span class="address">${address(route)}</span></li>`,
      )}</ul>`,
  )
  return {
    title: 'REST API',
    description: 'Every route with its fields, errors and a form to try it.',
    path: 'rest',
    html: html`${developmentKey}<h1>REST API</h1><p class="lead">${prose(api.info.description ?? '')}</p>
    <p>On the page of its group each call has its fields and a form to try it, with a key of yours: it goes to this server and to nobody else. For programs, all of it is at <a href="/openapi.json">/openapi.json</a>; <a href="/docs/sdk/server/">@syncforge/server</a> has it with types.</p>
    ${lists}
    <h2 id="errors"><a class="anchor" href="#errors">Errors</a></h2>
    <p>${prose('Every refusal is `{ error: { code, message, details }, request_id }`. A socket is closed with the close code, and the code as its reason.')}</p>
    <p>${prose('What is no request that any part of the server could take is answered before it, in a line of plain text, without `error` and `x-request-id`: `CONNECT` with 500, a method that HTTP does not know with 501, a request without `Host`, or one that is no HTTP, with 400.')}</p>
    ${errorTable}`.text,
    headings: [
      ...groups.map(({ title }) => ({ level: 2, id: slugOf(title), text: title })),
      { level: 2, id: 'errors', text: 'Errors' },
    ],
    script,
    sections: [
      {
        id: 'errors',
        title: 'Errors',
        text: `Codes of refusals and of closed sockets: ${Object.keys(errors).join(' ')}`,
      },
    ],
  }
}
