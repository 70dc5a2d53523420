/**
 * Liveness: ends the stay of sockets that have died without a word, and of those whose token has ended. Signs of life are messages and
 * pings; the runtime answers pings without waking the room and remembers when. Clients of a dialect without pings are asked when it has been
 * silent for a while, either way. No timer runs: one alarm comes when somebody could be due.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { Wakeups } from './wakeups.ts'

/** The alarm comes a little after the earliest could be due, so that it finds several at once. */
const slackMs = 2_000
/** A person alone in the room is checked this many times more rarely: nobody has to learn of their leave. */
const aloneFactor = 10
/** Without pings: so long after the last word, from either side, the client is asked for one. */
const askAfterMaxMs = 20_000

/** Whoever is on a socket. */
export interface LiveConnection {
  readonly socket: WebSocket | null
  /** When its token ends; `null` for never. */
  readonly expiresAt: number | null
  /** When something was last heard from the client, and last said to it. */
  heardAt: number
  spokenAt: number
}

export interface Liveness<C> {
  readonly wakeKey: string
  /** Somebody came or came back. */
  joined(connection: C): void
  /** Ends who is due. Returns when to look again. */
  check(now: number): number | null
}

interface LivenessParts<C> {
  readonly wakeKey: string
  connections(): Iterable<C>
  /** When the runtime last answered a ping on this socket. */
  pingedAt(socket: WebSocket): number
  /** How long nothing may be heard from it. */
  timeoutMs(connection: C, now: number): number
  /** How long the line may be silent, at most, before it is asked. */
  askAfterMs(): number
  /** Whether it gives signs of life only when it is asked. */
  asks(connection: C): boolean
  /** Says something that the client answers. */
  ask(connection: C): void
  end(connection: C, error: RoomError): void
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  clock(): number
}

export const createLiveness = <C extends LiveConnection>(parts: LivenessParts<C>): Liveness<C> => {
  const { wakeKey, wakeups } = parts
  const askedAt = new WeakMap<C, number>()

  const open = () => [...parts.connections()].filter(({ socket }) => socket !== null)

  /** Never in the future: a clock set backwards must not keep dead connections. */
  const signOfLife = (connection: C, now: number): number => {
    const { socket } = connection
    const at = Math.max(connection.heardAt, socket === null ? 0 : parts.pingedAt(socket))
    if (at > now) connection.heardAt = now
    return Math.min(at, now)
  }

  /** When it has to be asked, `null` for one that needs no questions. */
  const asksAt = (connection: C, now: number): number | null => {
    if (!parts.asks(connection)) return null
    const lastAt = Math.max(askedAt.get(connection) ?? 0, Math.min(connection.heardAt, connection.spokenAt))
    return Math.min(lastAt, now) + Math.min(askAfterMaxMs, parts.askAfterMs())
  }

  const nextLook = (alive: readonly C[], now: number): number | null => {
    if (alive.length === 0) return null
    const factor = alive.length === 1 ? aloneFactor : 1
    const silences = alive.map((connection) => signOfLife(connection, now) + parts.timeoutMs(connection, now) * factor)
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
      const set = wakeups.wakesAt(wakeKey)
      // The alarm that is set finds the newcomer early enough, unless it was set for somebody alone or for a later end.
      if (due !== null && (set === null || set > due)) wakeups.wakeAt(wakeKey, due)
    },

    check(now) {
      for (const connection of open()) {
        if (connection.expiresAt !== null && connection.expiresAt <= now) {
          parts.end(connection, new RoomError('SESSION_EXPIRED', 'The token of this connection has ended'))
        } else if (signOfLife(connection, now) + parts.timeoutMs(connection, now) <= now) {
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
