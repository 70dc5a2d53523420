/** Tells a socket why it may not come in. A browser cannot read a refused upgrade, so the handshake is completed first. */
import { errors, type RoomError, toWireError } from '@syncforge/protocol/errors'
import { subprotocol } from '@syncforge/protocol/version'
import { ComeLater } from './arrivals.ts'

/** What the caller offered first: browsers drop a socket whose offer is answered with nothing. */
export const echoedProtocol = (request: Request): Record<string, string> => {
  const [first] = (request.headers.get('sec-websocket-protocol') ?? '').split(',', 1)
  return first?.trim() ? { 'sec-websocket-protocol': first.trim() } : {}
}

/** A completed upgrade that is closed at once with the error's close code and its code as the reason. */
export const refuseSocket = (request: Request, error: RoomError, requestId: string): Response => {
  const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket]
  server.accept()
  // Stock Yjs clients read the close alone, ours also what is wrong and what to do.
  if (request.headers.get('sec-websocket-protocol')?.includes(subprotocol))
    server.send(JSON.stringify({ type: 'error', ...toWireError(error, requestId) }))
  const pacing = error instanceof ComeLater ? `;retry-after-ms=${error.retryAfterMs}` : ''
  server.close(errors[error.code].close, `${error.code}${pacing}`)
  return new Response(null, { status: 101, webSocket: client, headers: echoedProtocol(request) })
}
