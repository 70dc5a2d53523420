/**
 * Sends one request of a webhook and says what came of it. A worker of its own: each call has connections of its own, and everything that it
 * sends goes through a network that refuses addresses inside. Keeps nothing, knows no secret.
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

/** For headers and body together. */
const timeoutMs = 15_000
const keptHeaders = ['content-type', 'retry-after', 'location', 'server', 'x-request-id'] as const
const headerMaxLength = 1_024
const bodyMaxBytes = 2_048

const keptOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value.slice(0, headerMaxLength)]]
    }),
  )

/** The first bytes. Whatever happens the rest is cancelled: a body that is neither read nor cancelled keeps its connection and fills memory. */
const beginningOf = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    while (length < bodyMaxBytes) {
      const { done, value } = await reader.read()
      if (done) break
      pieces.push(value)
      length += value.length
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer()).subarray(0, bodyMaxBytes)
  return new TextDecoder().decode(bytes)
}

/** The runtime says the same of a name that is not known, of TLS that is not valid and of an address that it refuses. */
const reasonOf = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'TimeoutError') return `no whole answer within ${timeoutMs / 1_000} s`
  if (message.startsWith('internal error')) return 'no such name, no valid TLS, or not a public address'
  return message.startsWith('Network connection lost')
    ? 'the connection was refused or broke off'
    : 'the request could not be sent'
}

export class Courier extends WorkerEntrypoint {
  async send({ url, headers, body, allowsInside }: OutgoingRequest): Promise<Outcome> {
    const fault = faultOfTarget(url, allowsInside)
    if (fault !== null) return { error: `the address ${fault}` }
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        // Followed, a redirect would make a GET of it and take the signature along.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, headers: keptOf(response.headers), body: await beginningOf(response) }
    } catch (error) {
      return { error: reasonOf(error) }
    }
  }
}

// workerd needs a default export of every service.
export default { fetch: () => new Response(null, { status: 404 }) } satisfies ExportedHandler
