/** Calls the REST API of a test server, with the development secret key unless told otherwise. */
import { developmentKeys, type RunningServer } from '../kit/server.ts'

export interface Call {
  readonly method?: string
  readonly key?: string | null
  readonly json?: unknown
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
}

export interface CallAnswer {
  readonly status: number
  readonly headers: Headers
  // Tests look into it with matchers.
  readonly body: unknown
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details: unknown }
  readonly request_id: string
}

export const call = async (server: RunningServer, path: string, options: Call = {}): Promise<CallAnswer> => {
  const { method = 'GET', key = developmentKeys.secret, json, body, headers = {} } = options
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
  })
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? await response.json() : new Uint8Array(await response.arrayBuffer()),
  }
}

export const codeOf = ({ body }: CallAnswer): string => (body as ErrorBody).error?.code
