/**
 * The turnstile of large answers: a few are on their way at a time, the rest wait their turn and are made only then, from the newest
 * state. So a crowd that joins at once costs the room the memory of a few answers, not of one for each; and nobody has two on the way.
 */
import type { RoomConnection } from './connection.ts'
import type { Flow } from './flow.ts'

/** Answers above this wait their turn. */
export const largeAnswerBytes = 128 * 1024
/** Large answers on their way together, to clients that confirm and to those that do not; one is let through however large. */
const onTheirWayMaxBytes = { confirming: 13 * 1024 * 1024, silent: 9 * 1024 * 1024 } as const
/** Of a client that confirms nothing we assume that it has read after this time: what one core writes to sockets of its own machine. */
const assumedBytesPerMs = 600 * 1024
const assumedDelayMs = 1
/** … and so many turns of the loop in between, each of which writes: a busy machine makes them longer. */
const assumedTurns = 3
/** A client that confirms is waited for so long: then its turn is over, whatever it reads. */
const turnMaxMs = 10_000
const settledBelowBytes = 128 * 1024

export interface Turnstile {
  /** Calls `answer`, which sends about `bytes`, when it is the connection's turn. */
  enter(connection: RoomConnection, bytes: number, answer: () => void): void
  /** Somebody confirmed something, or left. */
  look(): void
}

interface Passage {
  readonly connection: RoomConnection
  readonly socket: WebSocket
  readonly bytes: number
  readonly since: number
  turns: number
}

interface Waiting extends Omit<Passage, 'since' | 'turns'> {
  readonly answer: () => void
}

export const createTurnstile = (flow: Flow, clock: () => number): Turnstile => {
  const waiting: Waiting[] = []
  const underWay = new Set<Passage>()
  let timer: ReturnType<typeof setTimeout> | null = null

  const lastsMs = ({ connection, bytes }: Passage) =>
    flow.confirms(connection) ? turnMaxMs : assumedDelayMs + bytes / assumedBytesPerMs
  /** A clock set backwards ends a turn. */
  const isLate = (passage: Passage) => Math.abs(clock() - passage.since) >= lastsMs(passage)

  const hadItsTurns = ({ connection, turns }: Passage) => flow.confirms(connection) || turns >= assumedTurns

  const isOver = (passage: Passage) => {
    const { connection, socket } = passage
    if (connection.socket !== socket || (isLate(passage) && hadItsTurns(passage))) return true
    return flow.confirms(connection) && flow.unconfirmed(connection) < settledBelowBytes
  }

  /** Whoever has not read one answer gets no other, however often it asks: the laggards' patience decides about it. */
  const isReady = ({ connection, socket }: Waiting) =>
    connection.socket !== socket || !flow.confirms(connection) || flow.unconfirmed(connection) < settledBelowBytes

  const mayPass = ({ connection, bytes }: Waiting) => {
    const confirms = flow.confirms(connection)
    const alike = [...underWay].filter((passage) => flow.confirms(passage.connection) === confirms)
    const together = alike.reduce((sum, passage) => sum + passage.bytes, bytes)
    return alike.length === 0 || together <= onTheirWayMaxBytes[confirms ? 'confirming' : 'silent']
  }

  const nextEnd = () =>
    Math.min(
      ...[...underWay].map((passage) => passage.since + (hadItsTurns(passage) ? lastsMs(passage) : passage.turns)),
    )

  const turn = () => {
    for (const passage of underWay) passage.turns += 1
    look()
  }

  const look = () => {
    for (const passage of underWay) if (isOver(passage)) underWay.delete(passage)
    let next = waiting.find(isReady)
    while (next !== undefined && mayPass(next)) {
      waiting.splice(waiting.indexOf(next), 1)
      const { connection, socket, bytes, answer } = next
      // Who left, or came back on another socket, asks again.
      if (connection.socket === socket) {
        underWay.add({ connection, socket, bytes, since: clock(), turns: 0 })
        answer()
      }
      next = waiting.find(isReady)
    }
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting.length > 0) timer = setTimeout(turn, Math.max(1, Math.min(turnMaxMs, nextEnd() - clock())))
  }

  return {
    enter(connection, bytes, answer) {
      const { socket } = connection
      if (socket === null) return
      waiting.push({ connection, socket, bytes, answer })
      look()
    },
    look,
  }
}
