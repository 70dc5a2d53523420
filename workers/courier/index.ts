/**
 * Sends one request to an address that a customer has named and says what came of it: of a webhook, or a question whose answer is wanted whole.
 * A worker of its own: each call has connections of its own, and everything that it sends goes through a network that refuses addresses inside.
 * Keeps nothing, knows no secret.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { faultOfTarget } from './address.ts'

export interface OutgoingRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** See {@link faultOfTarget}. */
  readonly allowsInside: boolean
}

export interface Answered {
  readonly status: number
  /** Those of {@link keptHeaders} that there were. */
  readonly headers: Readonly<Record<string, string>>
  /** The beginning of the body. */
  readonly body: string
}

/** An answer, or why there is none. */
export type Outcome = Answered | { readonly error: string }

/** The whole body, or why there is none. */
export type WholeAnswer =
  | { readonly status: number; readonly body: string }
  | { readonly failure: 'timeout' | 'unreachable' | 'too_large'; readonly reason: string }

/** For headers and body together. */
const timeoutMs = 15_000
/** The same where somebody waits for the answer. */
const answerMs = 3_000
const keptHeaders = ['content-type', 'retry-after', 'location', 'server', 'x-request-id'] as const
const headerMaxLength = 1_024
const bodyMaxBytes = 2_048
const answerMaxBytes = 16_384

const keptOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value.slice(0, headerMaxLength)]]
    }),
  )

/** The first bytes. Whatever happens the rest is cancelled: a body that is neither read nor cancelled keeps its connection and fills memory. */
const beginningOf = async (response: Response, maxBytes: number): Promise<Uint8Array> => {
  const reader = response.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    while (length < maxBytes) {
      const { done, value } = await reader.read()
      if (done) break
      pieces.push(new Uint8Array(value))
      length += value.length
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer()).subarray(0, maxBytes)
}

/** The runtime says the same of a name that is not known, of TLS that is not valid and of an address that it refuses. */
const reasonOf = (error: unknown, waitedMs: number): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'TimeoutError') return `no whole answer within ${waitedMs / 1_000} s`
  if (message.startsWith('internal error')) return 'no such name, no valid TLS, or not a public address'
  return message.startsWith('Network connection lost')
    ? 'the connection was refused or broke off'
    : 'the request could not be sent'
}

const post = ({ url, headers, body }: OutgoingRequest, waitMs: number): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers,
    body,
    // Followed, a redirect would make a GET of it and take the signature along.
    redirect: 'manual',
    signal: AbortSignal.timeout(waitMs),
  })

export class Courier extends WorkerEntrypoint {
  async send(request: OutgoingRequest): Promise<Outcome> {
    const fault = faultOfTarget(request.url, request.allowsInside)
    if (fault !== null) return { error: `the address ${fault}` }
    try {
      const response = await post(request, timeoutMs)
      const body = new TextDecoder().decode(await beginningOf(response, bodyMaxBytes))
      return { status: response.status, headers: keptOf(response.headers), body }
    } catch (error) {
      return { error: reasonOf(error, timeoutMs) }
    }
  }

  /** The same, where the whole of a short answer is wanted at once. */
  async ask(request: OutgoingRequest): Promise<WholeAnswer> {
    const fault = faultOfTarget(request.url, request.allowsInside)
    if (fault !== null) return { failure: 'unreachable', reason: `the address ${fault}` }
    try {
      const response = await post(request, answerMs)
      const bytes = await beginningOf(response, answerMaxBytes + 1)
      if (bytes.length > answerMaxBytes)
        return { failure: 'too_large', reason: `the answer has more than ${answerMaxBytes} bytes` }
      return { status: response.status, body: new TextDecoder().decode(bytes) }
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError'
      return { failure: isLate ? 'timeout' : 'unreachable', reason: reasonOf(error, answerMs) }
    }
  }
}

// workerd needs a default export of every service.
export default { fetch: () => new Response(null, { status: 404 }) } satisfies ExportedHandler
