/** Owns where the token of an attempt comes from, and the address that carries it. Keeps no token. */
import { SyncForgeError } from '../errors.ts'

/** Asked for a token before every connection attempt. Throw a SyncForgeError UNAUTHORIZED to stop trying. */
export type TokenSource = (room: string) => Promise<{ readonly token: string }>

const requestTimeoutMs = 10_000

/** The outage of a customer's own server is worth another try; its refusal is not. */
const askEndpoint = async (address: string, room: string): Promise<unknown> => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ room }),
    credentials: 'same-origin',
    signal: AbortSignal.timeout(requestTimeoutMs),
  })
  if (response.ok) return response.json()
  const isRefusal = response.status >= 400 && response.status < 500 && response.status !== 429
  throw new SyncForgeError(
    response.status === 403 ? 'FORBIDDEN' : isRefusal ? 'UNAUTHORIZED' : 'NETWORK_ERROR',
    `The authEndpoint answered ${response.status}`,
  )
}

/** A token from the customer's own server or function. @throws SyncForgeError */
export const fetchToken = async (source: string | TokenSource, room: string): Promise<string> => {
  const answer = typeof source === 'string' ? await askEndpoint(source, room) : await source(room)
  const token = (answer as { readonly token?: unknown } | null | undefined)?.token
  if (typeof token === 'string' && token !== '') return token
  throw new SyncForgeError('VALIDATION_ERROR', 'The authEndpoint gave no token: it answers { token }')
}

export const roomAddress = (endpoint: string, room: string, token: string): string =>
  `${endpoint}/v1/rooms/${encodeURIComponent(room)}/socket?token=${encodeURIComponent(token)}`
