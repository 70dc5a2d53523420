/**
 * Liveness: ends the stay of sockets that have died without a word, and of those whose token has ended. Signs of life are messages and
 * pings; the runtime answers pings without waking the room and remembers when. Clients of a dialect without pings are asked when it has been
 * silent for a while, either way: a stock Yjs client gives up a connection on which it hears nothing for 30 s. No timer runs: one alarm comes
 * when somebody could be due.
 */
import { allows } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from './connection.ts'

export const wakeKey = 'room.liveness'

/** The alarm comes a little after the earliest could be due, so that it finds several at once. */
const slackMs = 2_000
/** Nobody waits for news of somebody who is alone: looked at so many times more rarely. */
const aloneFactor = 10
/** What a client hands over first may be large and its line slow, and nothing is heard of a message before the whole of it is here. */
const firstExchangeFactor = 10
/** Without pings: so long after the last word, from either side, the client is asked for one. */
const askAfterMs = 20_000

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
  /** Whether it gives signs of life only when it is asked. */
  asks(connection: RoomConnection): boolean
  /** Says something that the client answers. */
  ask(connection: RoomConnection): void
  end(connection: RoomConnection, error: RoomError): void
  /** When the alarm is set for, and the way to set it. */
  wakesAt(): number | null
  wakeAt(at: number): void
  clock(): number
}

export const createLiveness = (parts: LivenessParts): Liveness => {
  const askedAt = new WeakMap<RoomConnection, number>()

  const open = () => [...parts.connections()].filter(({ socket }) => socket !== null)

  /** Never in the future: a clock set backwards must not keep the dead. */
  const signOfLife = (connection: RoomConnection, now: number): number => {
    const { socket } = connection
    const at = Math.max(connection.heardAt, socket === null ? 0 : parts.pingedAt(socket))
    if (at > now) connection.heardAt = now
    return Math.min(at, now)
  }

  /** Those who may be handing over a document that they brought along. */
  const isExchanging = (connection: RoomConnection, now: number) =>
    !connection.answered &&
    parts.asks(connection) &&
    allows(connection.access, 'write') &&
    Math.abs(now - connection.joinedAt) < parts.presenceTimeoutMs() * firstExchangeFactor

  const timeoutOf = (connection: RoomConnection, now: number) =>
    parts.presenceTimeoutMs() * (isExchanging(connection, now) ? firstExchangeFactor : 1)

  /** When it has to be asked, `null` for one that needs no questions. */
  const asksAt = (connection: RoomConnection, now: number): number | null => {
    if (!parts.asks(connection)) return null
    const lastAt = Math.max(askedAt.get(connection) ?? 0, Math.min(connection.heardAt, connection.spokenAt))
    return Math.min(lastAt, now) + Math.min(askAfterMs, (parts.presenceTimeoutMs() * 2) / 3)
  }

  const nextLook = (alive: readonly RoomConnection[], now: number): number | null => {
    if (alive.length === 0) return null
    const factor = alive.length === 1 ? aloneFactor : 1
    const silences = alive.map((connection) => signOfLife(connection, now) + timeoutOf(connection, now) * factor)
    const ends = alive.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]))
    const questions = alive.flatMap((connection) => asksAt(connection, now) ?? [])
    return Math.max(now + 1, Math.min(Math.min(...silences) + slackMs, ...ends, ...questions))
  }

  return {
    wakeKey,

    joined(connection) {
      const now = parts.clock()
      connection.heardAt = now
      connection.spokenAt = now
      const due = nextLook(open(), now)
      const set = parts.wakesAt()
      // The alarm that is set finds the newcomer early enough, unless it was set for somebody alone or for a later end.
      if (due !== null && (set === null || set > due)) parts.wakeAt(due)
    },

    check(now) {
      for (const connection of open()) {
        if (connection.expiresAt !== null && connection.expiresAt <= now) {
          parts.end(connection, new RoomError('SESSION_EXPIRED', 'The token of this connection has ended'))
        } else if (signOfLife(connection, now) + timeoutOf(connection, now) <= now) {
          parts.end(connection, new RoomError('PRESENCE_TIMEOUT', 'Nothing was heard from this connection'))
        } else if ((asksAt(connection, now) ?? Infinity) <= now) {
          askedAt.set(connection, now)
          parts.ask(connection)
        }
      }
      return nextLook(open(), now)
    },
  }
}
