/** Tells a socket why it may not come in. A browser cannot read a refused upgrade, so the handshake is completed first. */
import { closeReasonOf, errors, RoomError, toWireError } from '@syncforge/protocol/errors'
import { subprotocol } from '@syncforge/protocol/version'
import { problem } from '../problem.ts'
import { createRefusals } from './refusals.ts'
import type { SocketDialect } from './target.ts'

const refusals = createRefusals(Date.now)

export const isUpgrade = (request: Request): boolean => request.headers.get('upgrade')?.toLowerCase() === 'websocket'

/** What the caller offered first: browsers drop a socket whose offer is answered with nothing. */
export const echoedProtocol = (request: Request): Record<string, string> => {
  const [first] = (request.headers.get('sec-websocket-protocol') ?? '').split(',', 1)
  return first?.trim() ? { 'sec-websocket-protocol': first.trim() } : {}
}

/** What a client needs besides the code and can read nowhere else. */
const hintsOf = ({ details }: RoomError): string => {
  const { retryAfterMs, claim } = Object(details) as { readonly retryAfterMs?: unknown; readonly claim?: unknown }
  const pace = typeof retryAfterMs === 'number' ? `;retry-after-ms=${retryAfterMs}` : ''
  return typeof claim === 'string' && /^[\w.]{1,40}$/.test(claim) ? `${pace};claim=${claim}` : pace
}

/** A completed upgrade that is closed at once with the error's close code and its code as the reason. */
const closedSocket = (request: Request, error: RoomError, requestId: string): Response => {
  const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket]
  server.accept()
  // Stock Yjs clients read the close alone, ours also what is wrong and what to do.
  if (request.headers.get('sec-websocket-protocol')?.includes(subprotocol))
    server.send(JSON.stringify({ type: 'error', ...toWireError(error, requestId) }))
  server.close(errors[error.code].close, `${closeReasonOf(error.code)}${hintsOf(error)}`)
  return new Response(null, { status: 101, webSocket: client, headers: echoedProtocol(request) })
}

/** Short enough to be kept for thousands; the address with its token. */
const fingerprintOf = async (address: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(address))
  return String.fromCharCode(...new Uint8Array(digest, 0, 16))
}

/** How long this refusal waits here; `null`: it may not even do that. */
const holdOf = async (request: Request, error: RoomError, dialect: SocketDialect | null): Promise<number | null> => {
  if (dialect?.waitsByItself && errors[error.code].advice === 'retry') return 0
  // Set by the platform; on one machine there is none, or one that a client made up, which costs others nothing.
  return refusals.hold(await fingerprintOf(request.url), request.headers.get('cf-connecting-ip'))
}

/**
 * A refusal in the way that the caller can read: the envelope for plain HTTP; for a socket a completed handshake that closes, later each time
 * it is refused again. Where too many wait for theirs, the upgrade itself is refused: then stock clients wait longer by themselves.
 *
 * @param dialect `null` for an address that is none
 */
export const refuse = async (
  request: Request,
  error: RoomError,
  requestId: string,
  dialect: SocketDialect | null = null,
): Promise<Response> => {
  if (!isUpgrade(request)) return problem(error, requestId)
  const holdMs = await holdOf(request, error, dialect)
  if (holdMs === null) return problem(new RoomError('RATE_LIMITED', 'Too many refused sockets wait here'), requestId)
  if (holdMs > 0) await new Promise((resolve) => setTimeout(resolve, holdMs))
  return closedSocket(request, error, requestId)
}
