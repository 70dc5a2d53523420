/**
 * How a Phoenix client comes into a room or an inbox: as a native client would, through the same way in, with what it shows. One line for each
 * room and holder, shared by the topics that are about it.
 */

import { RoomError } from '@syncforge/protocol/errors'
import type { HelloInput } from '@syncforge/protocol/hello'
import { createId } from '@syncforge/protocol/ids'
import { subprotocol } from '@syncforge/protocol/version'
import { withinRequest } from '../../../telemetry/request.ts'
import { continueTrace } from '../../../telemetry/trace.ts'
import { enterInbox } from '../inbox/socket.ts'
import { type ConnectContext, enter } from '../sockets/connect.ts'
import { native } from '../sockets/native.ts'
import { holderOf, joinCredential, payerOf } from './credentials.ts'
import { createPlaces, type LostPlace } from './places.ts'
import { openSession, type Session } from './session.ts'
import type { Topic } from './topics.ts'
import { roomWords, wordsOfInbox } from './words/index.ts'
import type { JoinParams } from './words/words.ts'

const places = createPlaces(Date.now)

export interface Way {
  /** The same for topics that share a session. */
  readonly key: string
  /** The key that lets its client in, as it says itself. */
  readonly payer: string
  /** Rejects with a RoomError. */
  open(line: { ended(error: RoomError): void }): Promise<Session>
  /** The client was lost: who comes back takes this place. */
  lost(session: Session): void
}

export type FindWay = (topic: Topic, params: JoinParams) => Way

/** The client's own request, for another address and what it shows there. */
const inwards = (request: Request, path: string, token: string): Request => {
  const url = new URL(path, request.url)
  url.search = new URLSearchParams({ token }).toString()
  const headers = new Headers(request.headers)
  for (const name of ['key', 'version', 'extensions']) headers.delete(`sec-websocket-${name}`)
  headers.set('sec-websocket-protocol', subprotocol)
  headers.set('upgrade', 'websocket')
  return new Request(url, { headers })
}

const socketOf = ({ webSocket }: Response): WebSocket => {
  if (webSocket) return webSocket
  throw new RoomError('ROOM_UNAVAILABLE', 'The room has opened no socket')
}

const nameOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const given = (params: JoinParams, field: string) => (params[field] === null ? undefined : params[field])

/** Whatever is wrong with it the room says. */
const helloOf = (params: JoinParams, place: LostPlace | undefined): HelloInput => {
  const userId = nameOf(params.user_id)
  const userInfo = given(params, 'user_info')
  const presence = given(params, 'presence')
  const { connectionId, secret } = Object(params.session) as Partial<LostPlace>
  const session = typeof connectionId === 'string' && typeof secret === 'string' ? { connectionId, secret } : place
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(userInfo === undefined ? {} : { userInfo: userInfo as never }),
    ...(presence === undefined ? {} : { presence: presence as never }),
    ...(session === undefined ? {} : { session }),
  }
}

/** @param request the client's own @param ofSocket what it shows with every join that shows nothing else */
export const openSessions = (request: Request, context: ConnectContext, ofSocket: string): FindWay => {
  /** Lost by a line of this very client. */
  const own = new Map<string, LostPlace>()

  return (topic, params) => {
    const credential = joinCredential(params, ofSocket)
    const name =
      topic.kind === 'inbox' ? ['inbox', topic.userId] : ['room', topic.roomId, nameOf(params.user_id) ?? null]
    const key = JSON.stringify([holderOf(credential), ...name])

    return {
      key,
      payer: payerOf(credential),
      async open(line) {
        const requestId = createId('req')
        const within = { ...context, requestId }
        const isInbox = topic.kind === 'inbox'
        const inner = inwards(request, isInbox ? '/v1/inbox/socket' : `/v1/rooms/${topic.roomId}/socket`, credential)
        const response = await withinRequest({ requestId, trace: continueTrace(null) }, () =>
          isInbox ? enterInbox(inner, within) : enter(inner, native, within),
        )
        const place = own.get(key) ?? places.take(key)
        own.delete(key)
        const hello = isInbox ? {} : helloOf(params, place)
        const session = await openSession({
          socket: socketOf(response),
          hello,
          words: isInbox ? wordsOfInbox : roomWords,
          ...line,
        })
        if (!isInbox || topic.userId === 'me' || topic.userId === session.welcome.self.userId) return session
        session.close(true)
        throw new RoomError('FORBIDDEN', 'An inbox belongs to the person whom the token names: join user:me')
      },
      lost(session) {
        if (topic.kind === 'inbox') return
        const { self, session: held } = session.welcome
        own.set(key, { connectionId: self.connectionId, secret: held.secret })
        // A guest's place is nobody else's, and who is named by a token is recognized by it.
        if (self.verified) places.lost(key, session.welcome)
      },
    }
  }
}
