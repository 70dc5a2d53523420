/**
 * The turnstile of large answers: a few are on their way at a time, the rest wait their turn and are made only then, from the newest
 * state. So a crowd that joins at once costs the room the memory of a few answers, not of one for each.
 */
import type { RoomConnection } from './connection.ts'
import type { Flow } from './flow.ts'

/** Answers above this wait their turn. */
export const largeAnswerBytes = 128 * 1024
/** Large answers on their way together; one is let through however large. */
const onTheirWayMaxBytes = 24 * 1024 * 1024
/** Of a client that confirms nothing we assume that it has read after this time. */
const assumedBytesPerMs = 160 * 1024
const assumedDelayMs = 5
/** A client that confirms is waited for so long: then its turn is over, whatever it reads. */
const turnMaxMs = 10_000
const settledBelowBytes = 128 * 1024

export interface Turnstile {
  /** Calls `answer` at once, or when it is the connection's turn. */
  enter(connection: RoomConnection, bytes: number, answer: () => void): void
  /** What was queued has been sent. */
  spoken(): void
  /** Somebody confirmed something, or left. */
  look(): void
}

interface Passage {
  readonly connection: RoomConnection
  readonly socket: WebSocket
  readonly bytes: number
  readonly since: number
  sent: boolean
}

export const createTurnstile = (flow: Flow, clock: () => number, settle: () => void): Turnstile => {
  const waiting: {
    readonly connection: RoomConnection
    readonly socket: WebSocket | null
    readonly bytes: number
    readonly answer: () => void
  }[] = []
  const underWay = new Set<Passage>()
  let bytesUnderWay = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  const endsAt = ({ connection, since, bytes }: Passage) =>
    since + (flow.confirms(connection) ? turnMaxMs : assumedDelayMs + bytes / assumedBytesPerMs)

  const isOver = (passage: Passage) => {
    const { connection, socket } = passage
    if (connection.socket !== socket || endsAt(passage) <= clock()) return true
    return passage.sent && flow.confirms(connection) && flow.unconfirmed(connection) < settledBelowBytes
  }

  const look = () => {
    for (const passage of underWay) {
      if (!isOver(passage)) continue
      underWay.delete(passage)
      bytesUnderWay -= passage.bytes
    }
    let next = waiting[0]
    while (next !== undefined && (underWay.size === 0 || bytesUnderWay + next.bytes <= onTheirWayMaxBytes)) {
      waiting.shift()
      const { connection, socket, bytes, answer } = next
      // Who left, or came back on another socket, asks again.
      if (socket !== null && connection.socket === socket) {
        underWay.add({ connection, socket, bytes, since: clock(), sent: false })
        bytesUnderWay += bytes
        answer()
      }
      next = waiting[0]
    }
    if (waiting.length > 0 && timer === null) {
      const earliest = Math.min(...[...underWay].map(endsAt))
      timer = setTimeout(
        () => {
          timer = null
          look()
          settle()
        },
        Math.max(1, earliest - clock()),
      )
    }
  }

  return {
    enter(connection, bytes, answer) {
      if (bytes <= largeAnswerBytes) return answer()
      waiting.push({ connection, socket: connection.socket, bytes, answer })
      look()
    },
    spoken() {
      for (const passage of underWay) passage.sent = true
      if (waiting.length > 0) look()
    },
    look,
  }
}
