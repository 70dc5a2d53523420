/** The routes of REST by what they are about: one page of the documentation each. */
import { bodyOf, type OpenApi, type Route, routesOf, type Schema } from '../../../../site/docs/try/openapi.ts'
import { type Field, fieldsOf } from './schema.ts'

export interface Group {
  readonly title: string
  /** Below `docs/`: `rest/api-keys`. */
  readonly path: string
  readonly routes: readonly Route[]
}

const titleOf = ({ operation }: Route): string => operation.tags?.[0] ?? 'Other'

export const slugOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-')

/** In the order of the document. */
export const groupsOf = (api: OpenApi): readonly Group[] => {
  const routes = routesOf(api)
  const titles = [...new Set(routes.map(titleOf))]
  return titles.map((title) => ({
    title,
    path: `rest/${slugOf(title)}`,
    routes: routes.filter((route) => titleOf(route) === title),
  }))
}

/** Stands for the server that the page comes from, until its script knows the address. */
const serverAddress = 'https://your-server'

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export const curlOf = (route: Route, api: OpenApi): string => {
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

export const parametersOf = ({ operation }: Route, api: OpenApi): readonly Field[] => {
  const { parameters = [] } = operation
  const properties = Object.fromEntries(parameters.map(({ name, schema = {} }) => [name, schema]))
  const required = parameters.filter(({ required: needed }) => needed).map(({ name }) => name)
  return fieldsOf({ properties, required }, api.components?.schemas ?? {})
}

interface Content {
  readonly type: string
  readonly fields: readonly Field[]
}

const contentsOf = (
  content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined,
  api: OpenApi,
): readonly Content[] =>
  Object.entries(content ?? {}).map(([type, { schema = {} }]) => ({
    type,
    fields: fieldsOf(schema, api.components?.schemas ?? {}),
  }))

export const bodiesOf = ({ operation }: Route, api: OpenApi): readonly Content[] =>
  contentsOf(operation.requestBody?.content, api)

export interface Answer {
  readonly status: string
  readonly description: string
  /** Those of a refusal are alike and left out. */
  readonly contents: readonly Content[]
}

export const answersOf = ({ operation }: Route, api: OpenApi): readonly Answer[] =>
  Object.entries(operation.responses).map(([status, { description, content }]) => ({
    status,
    description,
    contents: Number(status) < 300 ? contentsOf(content, api) : [],
  }))
