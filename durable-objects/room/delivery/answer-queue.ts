/**
 * The queue of large answers: a few are on their way at a time, the rest wait their turn and are made only then, from the newest
 * state. So a crowd that joins at once costs the room the memory of a few answers, not of one for each; and nobody has two on the way.
 */
import type { RoomConnection } from '../connections/connection.ts'
import type { Flow } from './flow-control.ts'

/** Answers above this wait their turn. */
export const largeAnswerBytes = 128 * 1024
/** Large answers on their way together; one is let through however large. */
const onTheirWayMaxBytes = 13 * 1024 * 1024
/** A client that confirms is waited for so long: then its turn is over, whatever it reads. */
const turnMaxMs = 10_000
/** One that has confirmed nothing yet may be of the kind that never does: the others do not wait for it for longer than this. */
const silentTurnMaxMs = 200
const settledBelowBytes = 128 * 1024

export interface AnswerQueue {
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
}

interface Waiting extends Omit<Passage, 'since'> {
  readonly answer: () => void
}

export const createAnswerQueue = (flow: Flow, clock: () => number): AnswerQueue => {
  const waiting: Waiting[] = []
  const underWay = new Set<Passage>()
  let timer: ReturnType<typeof setTimeout> | null = null

  const lastsMs = ({ connection }: Passage) => (flow.confirms(connection) ? turnMaxMs : silentTurnMaxMs)
  /** A clock set backwards ends a turn. */
  const isLate = (passage: Passage) => Math.abs(clock() - passage.since) >= lastsMs(passage)

  const isOver = (passage: Passage) => {
    const { connection, socket } = passage
    if (connection.socket !== socket || isLate(passage)) return true
    return flow.confirms(connection) && flow.unconfirmed(connection) < settledBelowBytes
  }

  /** Whoever has not read one answer gets no other, however often it asks: the time-out of slow consumers decides about it. */
  const isReady = ({ connection, socket }: Waiting) =>
    connection.socket !== socket || !flow.confirms(connection) || flow.unconfirmed(connection) < settledBelowBytes

  const mayPass = ({ bytes }: Waiting) => {
    const together = [...underWay].reduce((sum, passage) => sum + passage.bytes, bytes)
    return underWay.size === 0 || together <= onTheirWayMaxBytes
  }

  const nextEnd = () => Math.min(...[...underWay].map((passage) => passage.since + lastsMs(passage)))

  const look = () => {
    for (const passage of underWay) if (isOver(passage)) underWay.delete(passage)
    let next = waiting.find(isReady)
    while (next !== undefined && mayPass(next)) {
      waiting.splice(waiting.indexOf(next), 1)
      const { connection, socket, bytes, answer } = next
      // Who left, or came back on another socket, asks again.
      if (connection.socket === socket) {
        underWay.add({ connection, socket, bytes, since: clock() })
        answer()
      }
      next = waiting.find(isReady)
    }
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting.length > 0) timer = setTimeout(look, Math.max(1, Math.min(turnMaxMs, nextEnd() - clock())))
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
