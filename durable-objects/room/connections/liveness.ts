/**
 * Liveness: ends the stay of sockets that have died without a word, and of those whose token has ended. Signs of life are messages and
 * pings; the runtime answers pings without waking the room and remembers when. No timer runs: one alarm comes when somebody could be due.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from './connection.ts'

export const wakeKey = 'room.liveness'

/** The alarm comes a little after the earliest could be due, so that it finds several at once. */
const slackMs = 2_000
/** Nobody waits for news of somebody who is alone: looked at so many times more rarely. */
const aloneFactor = 10

export interface Liveness {
  readonly wakeKey: string
  /** Somebody came or came back. */
  joined(connection: RoomConnection): void
  /** Ends who is due. Returns when to look again. */
  check(now: number): number | null
}

interface LivenessParts {
  connections(): Iterable<RoomConnection>
  /** When the runtime last answered a ping on this socket. */
  pingedAt(socket: WebSocket): number
  presenceTimeoutMs(): number
  end(connection: RoomConnection, error: RoomError): void
  /** When the alarm is set for, and the way to set it. */
  wakesAt(): number | null
  wakeAt(at: number): void
  clock(): number
}

export const createLiveness = (parts: LivenessParts): Liveness => {
  const open = () => [...parts.connections()].filter(({ socket }) => socket !== null)

  /** Never in the future: a clock set backwards must not keep the dead. */
  const signOfLife = (connection: RoomConnection, now: number): number => {
    const { socket } = connection
    const at = Math.max(connection.heardAt, socket === null ? 0 : parts.pingedAt(socket))
    if (at > now) connection.heardAt = now
    return Math.min(at, now)
  }

  const nextLook = (alive: readonly RoomConnection[], now: number): number | null => {
    if (alive.length === 0) return null
    const timeoutMs = parts.presenceTimeoutMs() * (alive.length === 1 ? aloneFactor : 1)
    const silences = alive.map((connection) => signOfLife(connection, now) + timeoutMs)
    const ends = alive.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]))
    return Math.max(now + 1, Math.min(Math.min(...silences) + slackMs, ...ends))
  }

  return {
    wakeKey,

    joined(connection) {
      const now = parts.clock()
      connection.heardAt = now
      const due = nextLook(open(), now)
      const set = parts.wakesAt()
      // The alarm that is set finds the newcomer early enough, unless it was set for somebody alone or for a later end.
      if (due !== null && (set === null || set > due)) parts.wakeAt(due)
    },

    check(now) {
      const timeoutMs = parts.presenceTimeoutMs()
      for (const connection of open()) {
        if (connection.expiresAt !== null && connection.expiresAt <= now) {
          parts.end(connection, new RoomError('SESSION_EXPIRED', 'The token of this connection has ended'))
        } else if (signOfLife(connection, now) + timeoutMs <= now) {
          parts.end(connection, new RoomError('PRESENCE_TIMEOUT', 'Nothing was heard from this connection'))
        }
      }
      return nextLook(open(), now)
    },
  }
}
