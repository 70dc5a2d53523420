/** A socket's way in: verify, find the room, forward. Whatever fails is told on a completed handshake that closes. */
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
import { type Admission, type Answer, admissionHeader } from '../../../durable-objects/room/admission.ts'
import { metrics } from '../../../telemetry/metrics/index.ts'
import type { Env } from '../../bindings/env.ts'
import { roomObject } from '../../bindings/room.ts'
import { log } from '../../log.ts'
import { credentialOf } from '../auth/held-key.ts'
import { countUse } from '../auth/use.ts'
import { fullOf } from '../limits/people.ts'
import { kindOf, tellLiveLog } from '../live/log.ts'
import { replyOf, toRefusal } from '../problem.ts'
import type { KeepAlive } from '../records.ts'
import { addressOf, reach } from '../rooms.ts'
import { requireWritable } from '../writable.ts'
import { createArrivals } from './arrivals.ts'
import { identify } from './caller.ts'
import { openRoom } from './open-room.ts'
import { requireOrigin } from './origin.ts'
import { echoedProtocol, isUpgrade, refuse } from './refuse.ts'
import type { SocketDialect, SocketTarget } from './target.ts'

const arrivals = createArrivals(Date.now)

export interface ConnectContext {
  readonly env: Env
  readonly requestId: string
  readonly keepAlive: KeepAlive
}

/** What is known of a socket so far, for the log. */
interface Known {
  organizationId?: string
  roomId?: string
  userId?: string | null
}

/** JSON in letters that a header may carry. */
export const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const admit = async (
  request: Request,
  target: SocketTarget,
  { env, requestId, keepAlive }: ConnectContext,
  known: Known,
): Promise<Response> => {
  const { dialect, roomId, document, subprotocol } = target
  if (!RoomId.safeParse(roomId).success) throw new RoomError('VALIDATION_ERROR', 'The room id is not valid')
  known.roomId = roomId
  const token = new URL(request.url).searchParams.get('token') ?? ''
  const caller = await identify(env, roomId, token, keepAlive)
  known.organizationId = caller.organizationId
  known.userId = caller.user.userId
  requireOrigin(env, request, caller.allowedOrigins)
  if (!isUpgrade(request)) {
    if (caller.access === null && caller.link === null) throw caller.noRight
    throw new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket')
  }
  arrivals.arrive()
  await requireWritable(env, requestId, keepAlive)
  const { organization, room, isNew } = await openRoom(env, roomId, caller, keepAlive)
  const full = await fullOf(env, organization, keepAlive)
  const { organizationId, user, access, link, email, key, expiresAt } = caller
  const shown = { user, access, link, email, credential: key && credentialOf(key), expiresAt }
  const identity = { ...addressOf(env, organization, room), isNew, requestId, full, ...shown }
  const admission: Admission = { ...identity, dialect, document }
  // Set, not added: what a client sent under this name is gone.
  const headers = new Headers(request.headers)
  headers.set(admissionHeader, asciiJson(admission))
  if (subprotocol) headers.set('sec-websocket-protocol', subprotocol)
  else headers.delete('sec-websocket-protocol')
  const object = roomObject(env, organizationId, roomId)
  const response = await reach(requestId, () => object.fetch(new Request(request, { headers })))
  if (!response.webSocket) {
    const answer = await response.json<Answer>()
    // The room knows that nothing gives a right to it; what was shown at the door is known here.
    if (!answer.ok && answer.error.code === 'FORBIDDEN') throw caller.noRight
    replyOf(answer)
  }
  if (key !== null) countUse(env, key.key.id, 'connections', keepAlive)
  return response
}

/**
 * The room's own answer to the request for a socket. Whatever comes of it is logged and counted.
 *
 * @throws RoomError
 */
export const enter = async (request: Request, dialect: SocketDialect, context: ConnectContext): Promise<Response> => {
  const { pathname: path } = new URL(request.url)
  const startedAt = Date.now()
  const known: Known = {}
  try {
    const response = await admit(request, dialect.parse(request), context, known)
    const durationMs = Date.now() - startedAt
    metrics.joinDuration.observe({}, durationMs / 1_000)
    log('info', { event: 'socket_opened', path, ...known, durationMs })
    return response
  } catch (error) {
    const refusal = toRefusal(error)
    metrics.joins.add({ result: refusal.code })
    const { code } = refusal
    log('info', { event: 'socket_refused', path, ...known, code, durationMs: Date.now() - startedAt })
    const { organizationId, roomId = null, userId = null } = known
    if (organizationId !== undefined) {
      const { requestId } = context
      const line = { at: startedAt, kind: kindOf(code), roomId, who: userId, what: code, requestId } as const
      tellLiveLog(context.env, organizationId, line, context.keepAlive)
    }
    throw refusal
  }
}

/** Answers a socket's request: the room's own upgrade, or a refusal; the envelope for a plain HTTP request. */
export const connect = async (request: Request, dialect: SocketDialect, context: ConnectContext): Promise<Response> => {
  try {
    const response = await enter(request, dialect, context)
    const { webSocket } = response
    if (!webSocket || response.headers.has('sec-websocket-protocol')) return response
    return new Response(null, { status: 101, webSocket, headers: echoedProtocol(request) })
  } catch (error) {
    return refuse(request, toRefusal(error), context.requestId, dialect)
  }
}
