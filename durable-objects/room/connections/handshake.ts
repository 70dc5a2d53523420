/** The handshake: sockets that are nobody yet. They enter, say hello in time or are turned away; nothing else is said to them. */
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { Admission } from '../admission.ts'
import { closeSocket, tellNow } from '../delivery/deliver.ts'
import { dialects } from '../dialects/index.ts'
import type { Admitter } from '../sessions/admit.ts'
import { encodeAttachment, type Greeting, readSocket } from './connection.ts'

export interface Handshake {
  readonly wakeKey: string
  /** Whether a socket may be opened for it at all. Rejects with a RoomError when not. */
  require(admission: Admission): Promise<void>
  /** A new socket. */
  accept(socket: WebSocket, admission: Admission): void
  /** A message on a socket that is nobody. */
  greet(socket: WebSocket, message: string | ArrayBuffer): void
  /** Whether a socket is here that has not said hello. */
  isOccupied(): boolean
  /** Closes sockets that never said hello; returns when to look again. */
  endSilent(now: number): number | null
}

interface HandshakeParts {
  readonly values: KeyValues
  readonly transactions: Transactions
  readonly admitter: Admitter
  readonly wakeups: Wakeups
  sockets(): readonly WebSocket[]
  clock(): number
  log(event: string, detail: Readonly<Record<string, unknown>>): void
}

const wakeKey = 'room.greeting'

export const createHandshake = ({
  values,
  transactions,
  admitter,
  wakeups,
  sockets,
  clock,
  log,
}: HandshakeParts): Handshake => {
  /** Ends a socket that never became anybody. */
  const reject = (socket: WebSocket, cause: unknown, { requestId, dialect }: Admission) => {
    const { saysHello } = dialects[dialect]
    const error = cause instanceof RoomError ? cause : new RoomError('INTERNAL_ERROR', 'The room could not let you in')
    if (cause !== error)
      log('admit_failed', { requestId, error: cause instanceof Error ? (cause.stack ?? '') : String(cause) })
    transactions.afterCommit(() => {
      socket.serializeAttachment(null)
      if (saysHello) tellNow(socket, { type: 'error', ...toWireError(error, requestId) })
      closeSocket(socket, error)
    })
  }

  return {
    wakeKey,

    async require(admission) {
      if (sockets().length >= limits.connectionsPerRoom) {
        throw new RoomError('ROOM_FULL', 'The room has as many connections as it may have')
      }
      await admitter.require(admission)
    },

    accept(socket, admission) {
      try {
        if (!dialects[admission.dialect].saysHello) return admitter.enter(socket, admission)
        const greeting: Greeting = { stage: 'greeting', admission, since: clock() }
        socket.serializeAttachment(encodeAttachment(greeting))
        // Whoever comes later must not move the deadline of those before.
        if (wakeups.wakesAt(wakeKey) === null) wakeups.wakeAt(wakeKey, greeting.since + limits.helloTimeoutMs)
      } catch (error) {
        reject(socket, error, admission)
      }
    },

    greet(socket, message) {
      const held = readSocket(socket, values)
      // Messages that were on their way when the room let this socket go.
      if (held === null || held.stage !== 'greeting') return
      if (message === 'ping') return
      try {
        admitter.greet(socket, held, message)
      } catch (error) {
        reject(socket, error, held.admission)
      }
    },

    isOccupied: () => sockets().some((socket) => readSocket(socket, values)?.stage === 'greeting'),

    endSilent(now) {
      let nextAt: number | null = null
      for (const socket of sockets()) {
        const held = readSocket(socket, values)
        if (held?.stage !== 'greeting') continue
        // A clock set backwards lets nobody stand here for longer.
        const since = Math.min(held.since, now)
        if (since < held.since) socket.serializeAttachment(encodeAttachment({ ...held, since }))
        const endsAt = since + limits.helloTimeoutMs
        if (endsAt <= now) reject(socket, new RoomError('HELLO_TIMEOUT', 'No hello came'), held.admission)
        else nextAt = Math.min(nextAt ?? endsAt, endsAt)
      }
      return nextAt
    },
  }
}
