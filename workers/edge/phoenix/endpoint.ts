/**
 * The address of stock Phoenix clients: `/socket/websocket`. A right version gets its socket, whoever asks: these clients take every completed
 * upgrade for a success and come back at once when it is closed, so that joins are refused and sockets never.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { log } from '../../log.ts'
import { problem } from '../problem.ts'
import type { ConnectContext } from '../sockets/connect.ts'
import { isUpgrade } from '../sockets/refuse.ts'
import { serveClient } from './client.ts'
import { socketCredential } from './credentials.ts'
import { openSessions } from './enter.ts'

export const isPhoenixAddress = (pathname: string): boolean => pathname.startsWith('/socket/')

const crossOrigin = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

/** A client that fell back to long polling reads the status in the body, and hangs for ever without one. With this one it asks less and less often. */
const noLongPoll = () => Response.json({ status: 403 }, { status: 403, headers: crossOrigin })

const speaksOurs = (url: URL) => /^2\.\d+\.\d+$/.test(url.searchParams.get('vsn') ?? '')

/** @param abort ends everything that belongs to this request */
export const connectPhoenix = (request: Request, context: ConnectContext, abort: () => void): Response => {
  const url = new URL(request.url)
  if (url.pathname === '/socket/longpoll')
    return request.method === 'OPTIONS' ? new Response(null, { status: 204, headers: crossOrigin }) : noLongPoll()
  const { requestId } = context
  // By HTTP: a refused upgrade makes these clients wait longer each time.
  if (url.pathname !== '/socket/websocket')
    return problem(new RoomError('FORBIDDEN', 'Phoenix clients open /socket/websocket'), requestId)
  if (!isUpgrade(request))
    return problem(new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket'), requestId)
  if (!speaksOurs(url))
    return problem(
      new RoomError('FORBIDDEN', 'This address speaks version 2 of Phoenix Channels: vsn=2.0.0'),
      requestId,
    )
  const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket]
  log('info', { event: 'phoenix_opened', requestId })
  serveClient({
    socket: server,
    requestId,
    findWay: openSessions(request, context, socketCredential(request)),
    abort,
  })
  const offersPhoenix = (request.headers.get('sec-websocket-protocol') ?? '')
    .split(',')
    .some((name) => name.trim() === 'phoenix')
  return new Response(null, {
    status: 101,
    webSocket: client,
    ...(offersPhoenix ? { headers: { 'sec-websocket-protocol': 'phoenix' } } : {}),
  })
}
