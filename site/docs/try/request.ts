/** A filled-in form as a request. Pure: sends nothing. */
import type { Route } from './openapi.ts'

export interface Filled {
  readonly key: string
  /** By the parameter's name; what was left empty is left out. */
  readonly parameters: ReadonlyMap<string, string>
  readonly body: { readonly type: string; readonly content: string | Blob } | null
}

export interface Call {
  /** Begins at this server: `/api/v1/rooms?limit=20`. */
  readonly path: string
  readonly init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string | Blob }
}

/** @example callOf(route, { key: 'sk_…', parameters: new Map([['roomId', 'a b']]), body: null }).path // '/api/v1/rooms/a%20b' */
export const callOf = ({ method, path, operation }: Route, { key, parameters, body }: Filled): Call => {
  const headers: Record<string, string> = key === '' ? {} : { authorization: `Bearer ${key}` }
  const query = new URLSearchParams()
  let address = path
  for (const { name, in: place } of operation.parameters ?? []) {
    const value = parameters.get(name) ?? ''
    if (value === '') continue
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value))
    else if (place === 'query') query.append(name, value)
    else headers[name] = value
  }
  const search = query.size === 0 ? '' : `?${query}`
  if (body !== null) headers['content-type'] = body.type
  const init = { method: method.toUpperCase(), headers, ...(body === null ? {} : { body: body.content }) }
  return { path: `${address}${search}`, init }
}
