/**
 * The handshake: whoever comes was verified before and brings an admission in a header. Its socket is nobody yet: it says hello in time or
 * is turned away, and nothing else is said to it.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { type Origin, originFields } from '../../telemetry/request.ts'
import { describeFault, type Log } from './log.ts'
import { closeSocket, encodeAttachment, readAttachment } from './sockets.ts'
import type { Transactions } from './transactions.ts'
import type { Wakeups } from './wakeups.ts'

/** A socket that has not said hello. It hears nothing and counts for nothing but the bound of sockets. */
export interface Greeting<A> {
  readonly stage: 'greeting'
  readonly admission: A
  readonly since: number
}

export interface Handshake<A> {
  readonly wakeKey: string
  /** A new socket, which is to say hello. */
  accept(socket: WebSocket, admission: A): void
  /** Lets a socket in by `enter`: when that throws, it is turned away. */
  attempt(socket: WebSocket, admission: A, enter: () => void): void
  /** A message on a socket that has not said hello. */
  greet(socket: WebSocket, message: string | ArrayBuffer): void
  /** Whether a socket is here that has not said hello. */
  isOccupied(): boolean
  /** Closes sockets that never said hello; returns when to look again. */
  endSilent(now: number): number | null
}

interface HandshakeParts<A> {
  readonly wakeKey: string
  readonly helloTimeoutMs: number
  readonly transactions: Transactions
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  /** The first word on a socket: from here on it is somebody. @throws RoomError */
  enter(socket: WebSocket, admission: A, message: string | ArrayBuffer): void
  /** Says why a socket is turned away, before it is closed. */
  tellRefusal(socket: WebSocket, admission: A, error: RoomError): void
  sockets(): readonly WebSocket[]
  clock(): number
  readonly log: Log
}

/** The admission of a request to open a socket, `null` for any other request. Only the edge can set the header. */
export const readAdmission = <A>(request: Request, header: string): A | null => {
  const admission = request.headers.get(header)
  if (admission === null || request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return null
  return JSON.parse(admission) as A
}

/** Answers an upgrade: the client's end of a new socket, in the subprotocol that it asked for. */
export const openSocketFor = (state: DurableObjectState, request: Request, tags: readonly string[] = []) => {
  const { 0: client, 1: server } = new WebSocketPair()
  const protocol = request.headers.get('sec-websocket-protocol')
  const headers = protocol === null ? undefined : { 'sec-websocket-protocol': protocol }
  state.acceptWebSocket(server, [...tags])
  return {
    socket: server,
    response: new Response(null, { status: 101, webSocket: client, ...(headers === undefined ? {} : { headers }) }),
  }
}

interface Admitted {
  readonly requestId: string
  readonly origin?: Origin | undefined
}

export const createHandshake = <A extends Admitted>(parts: HandshakeParts<A>): Handshake<A> => {
  const { wakeKey, helloTimeoutMs, transactions, wakeups, enter, sockets, clock, log } = parts

  const greetingOf = (socket: WebSocket): Greeting<A> | null => {
    const held = readAttachment<Greeting<A> | { readonly stage: 'other' }>(socket)
    return held?.stage === 'greeting' ? held : null
  }

  /** Ends a socket that never became anybody. */
  const reject = (socket: WebSocket, cause: unknown, admission: A) => {
    const error = cause instanceof RoomError ? cause : new RoomError('INTERNAL_ERROR', 'The room could not let you in')
    const ids = { requestId: admission.requestId, ...originFields(admission.origin) }
    if (cause !== error) log('admit_failed', { ...ids, error: describeFault(cause) })
    log('socket_turned_away', { ...ids, code: error.code }, 'info')
    transactions.afterCommit(() => {
      socket.serializeAttachment(null)
      parts.tellRefusal(socket, admission, error)
      closeSocket(socket, error)
    })
  }

  const attempt: Handshake<A>['attempt'] = (socket, admission, work) => {
    try {
      work()
    } catch (error) {
      reject(socket, error, admission)
    }
  }

  return {
    wakeKey,
    attempt,

    accept(socket, admission) {
      attempt(socket, admission, () => {
        const greeting: Greeting<A> = { stage: 'greeting', admission, since: clock() }
        socket.serializeAttachment(encodeAttachment(greeting))
        // A later socket must not move the deadline of earlier ones.
        if (wakeups.wakesAt(wakeKey) === null) wakeups.wakeAt(wakeKey, greeting.since + helloTimeoutMs)
      })
    },

    greet(socket, message) {
      const greeting = greetingOf(socket)
      // Messages that were on their way when this socket was let go.
      if (greeting === null || message === 'ping') return
      attempt(socket, greeting.admission, () => enter(socket, greeting.admission, message))
    },

    isOccupied: () => sockets().some((socket) => greetingOf(socket) !== null),

    endSilent(now) {
      let nextAt: number | null = null
      for (const socket of sockets()) {
        const greeting = greetingOf(socket)
        if (greeting === null) continue
        // A clock set backwards must not extend the deadline.
        const since = Math.min(greeting.since, now)
        if (since < greeting.since) socket.serializeAttachment(encodeAttachment({ ...greeting, since }))
        const endsAt = since + helloTimeoutMs
        if (endsAt <= now) reject(socket, new RoomError('HELLO_TIMEOUT', 'No hello came'), greeting.admission)
        else nextAt = Math.min(nextAt ?? endsAt, endsAt)
      }
      return nextAt
    },
  }
}
