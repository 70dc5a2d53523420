/** The one object of this package: an organization, as the holder of one of its secret keys. */
import { invalid } from './errors.ts'
import { type SendingRules, send } from './request.ts'
import type { Bytes, Input, Method, NeedsInput, NewToken, Output, RouteOf } from './routes.ts'
import { createSigner, type SignedToken } from './token.ts'

export interface SyncForgeOptions {
  /** `sk_live_…` or `sk_test_…`. It never belongs in a page. */
  readonly secretKey: string
  /** Where the server is: `https://sync.example.com`. The `wss:` address that clients are given is as good. */
  readonly endpoint: string
  /** How often a request is sent again that could not be answered or was told to come back. Default 2. */
  readonly retries?: number
  /** How long one attempt may take until its answer begins, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number
  /** Instead of the global `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

export interface RequestSettings {
  /** Gives the request up. */
  readonly signal?: AbortSignal
  /** Instead of one made up for each call: a `POST` that is repeated with the same key is carried out once. */
  readonly idempotencyKey?: string
}

type Arguments<M extends Method, R extends RouteOf<M>> =
  NeedsInput<M, R> extends true ? [input: Input<M, R> & RequestSettings] : [input?: Input<M, R> & RequestSettings]

/** What the routes take, before it is known which. */
interface AnyInput extends RequestSettings {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly contentType?: string
}

const readEndpoint = (endpoint: string): string => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  const protocol = { 'http:': 'http:', 'https:': 'https:', 'ws:': 'http:', 'wss:': 'https:' }[url?.protocol ?? '']
  if (url === null || protocol === undefined || url.username !== '' || url.search !== '' || url.hash !== '')
    throw invalid('endpoint: the address of a server, such as https://sync.example.com')
  return `${protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`
}

const isBytes = (body: unknown): body is Bytes =>
  body instanceof Uint8Array || body instanceof ArrayBuffer || body instanceof ReadableStream || body instanceof Blob

const bodyOf = ({ body, contentType }: AnyInput): { readonly type: string; readonly sent: BodyInit } | undefined => {
  if (body === undefined) return undefined
  if (isBytes(body)) return { type: contentType ?? 'application/octet-stream', sent: body }
  return { type: 'application/json', sent: JSON.stringify(body) }
}

const addressOf = (route: string, { path = {}, query = {} }: AnyInput): string => {
  const filled = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name]
    // A segment of dots would be taken out of the address, and name another route.
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) throw invalid(`path.${name}: is missing`)
    return encodeURIComponent(value)
  })
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked)}`
}

const read = async (response: Response): Promise<unknown> => {
  const type = response.headers.get('content-type') ?? ''
  if (response.status === 204) return undefined
  if (type.startsWith('application/json')) return response.json()
  return type.startsWith('text/') ? response.text() : response.body
}

/**
 * An organization, as the holder of one of its secret keys: signs room tokens without asking anybody, and asks the REST API. Every method of the
 * API is a path of its reference below `/api/v1`, with the types of what it takes and answers.
 *
 * Calls reject with a `SyncForgeError`. What could not be answered is sent again, at most `retries` times; a `POST` carries an idempotency key, so
 * that it is carried out once.
 *
 * @example
 * const syncforge = new SyncForge({ secretKey: process.env.SYNCFORGE_SECRET_KEY, endpoint: 'https://sync.example.com' })
 * await syncforge.post('/rooms', { body: { id: 'plans', access: 'private' } })
 * const { token } = await syncforge.signRoomToken({ userId: 'user_1', rooms: { plans: ['write'] } })
 */
export class SyncForge {
  readonly #secretKey: string
  readonly #base: string
  readonly #rules: SendingRules
  readonly #sign: (claims: NewToken) => Promise<SignedToken>

  /** @throws SyncForgeError VALIDATION_ERROR for a key that is no secret key and an endpoint that is no address */
  constructor({ secretKey, endpoint, retries = 2, timeoutMs = 30_000, fetch }: SyncForgeOptions) {
    if (!Number.isInteger(retries) || retries < 0) throw invalid('retries: 0 or more')
    if (!(timeoutMs > 0)) throw invalid('timeoutMs: more than 0')
    this.#secretKey = secretKey
    this.#base = `${readEndpoint(endpoint)}/api/v1`
    this.#sign = createSigner(secretKey)
    this.#rules = { retries, timeoutMs, fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)) }
  }

  /**
   * Signs a room token: who somebody is, and what they may do in which rooms. No request is made. The key needs the scope `tokens`, and
   * `rooms:write` as well for somebody to `moderate`; a room refuses what it lacks. The token ends with the key.
   *
   * @example
   * // What the SDK's authEndpoint answers:
   * return Response.json(await syncforge.signRoomToken({ userId, userInfo: { name }, rooms: { 'team-7-*': ['write'] }, ttlSeconds: 600 }))
   */
  signRoomToken(claims: NewToken): Promise<SignedToken> {
    return this.#sign(claims)
  }

  /** @example const { rooms } = await syncforge.get('/rooms', { query: { limit: 10 } }) */
  get<R extends RouteOf<'get'>>(route: R, ...[input]: Arguments<'get', R>): Promise<Output<'get', R>> {
    return this.#request('get', route, input) as Promise<Output<'get', R>>
  }

  /** @example await syncforge.post('/rooms/{roomId}/broadcast', { path: { roomId }, body: { event: 'saved', payload: null } }) */
  post<R extends RouteOf<'post'>>(route: R, ...[input]: Arguments<'post', R>): Promise<Output<'post', R>> {
    return this.#request('post', route, input) as Promise<Output<'post', R>>
  }

  /** @example await syncforge.patch('/rooms/{roomId}', { path: { roomId: 'plans' }, body: { name: 'Plans' } }) */
  patch<R extends RouteOf<'patch'>>(route: R, ...[input]: Arguments<'patch', R>): Promise<Output<'patch', R>> {
    return this.#request('patch', route, input) as Promise<Output<'patch', R>>
  }

  /** @example await syncforge.delete('/rooms/{roomId}', { path: { roomId: 'plans' } }) */
  delete<R extends RouteOf<'delete'>>(route: R, ...[input]: Arguments<'delete', R>): Promise<Output<'delete', R>> {
    return this.#request('delete', route, input) as Promise<Output<'delete', R>>
  }

  async #request(method: Method, route: string, given: unknown): Promise<unknown> {
    const input = (given ?? {}) as AnyInput
    const body = bodyOf(input)
    const headers = {
      authorization: `Bearer ${this.#secretKey}`,
      ...(body === undefined ? {} : { 'content-type': body.type }),
      ...(method === 'post' ? { 'idempotency-key': input.idempotencyKey ?? crypto.randomUUID() } : {}),
    }
    const url = this.#base + addressOf(route, input)
    return read(
      await send({ method: method.toUpperCase(), url, headers, body: body?.sent, signal: input.signal }, this.#rules),
    )
  }
}
