/**
 * Flow control: how much of what was sent to a socket has not arrived yet, as far as its client says. The runtime does not say it:
 * `bufferedAmount` is missing, or 0 for a socket that came through another worker.
 *
 * A native client confirms bytes. A stock Yjs client cannot, but it answers every sync step 1: a step 1 is a mark in the stream, and
 * its answer confirms everything before it. Of one that has not answered a mark yet we assume that it reads, until it is held to account.
 */
import type { RoomConnection } from '../connections/connection.ts'
import { dialects } from '../dialects/index.ts'

/** What a client that has confirmed nothing and need not is assumed to read: faster than any room has spoken to one person. */
const assumedBytesPerMs = 4_096

interface Lane {
  /** Sent and not confirmed. */
  unconfirmed: number
  /** The part of it that was sent since the last mark. */
  unmarked: number
  /** The parts before each mark that is not answered yet, oldest first. */
  readonly marks: number[]
  confirms: boolean
  countedAt: number
}

export interface Flow {
  /** `bytes` went out. */
  sent(to: RoomConnection, bytes: number): void
  /** A mark went out after what was sent so far. */
  marked(to: RoomConnection): void
  /** The client says that so many bytes have arrived. */
  received(from: RoomConnection, bytes: number): void
  /** The client answered its oldest mark. */
  answered(from: RoomConnection): void
  unconfirmed(to: RoomConnection): number
  /** Bytes sent since the last mark. */
  unmarked(to: RoomConnection): number
  /** Bytes sent to a client that has never confirmed any; 0 for all others. */
  unproven(to: RoomConnection): number
  /** From now on nothing is assumed of this client: what it has not answered has not arrived. */
  holdToAccount(to: RoomConnection): void
  /** Whether this client confirms what arrives. */
  confirms(to: RoomConnection): boolean
}

export const createFlow = (clock: () => number): Flow => {
  const lanes = new WeakMap<WebSocket, Lane>()
  const nowhere: Lane = { unconfirmed: 0, unmarked: 0, marks: [], confirms: false, countedAt: 0 }

  const laneOf = ({ socket, dialect }: RoomConnection): Lane => {
    if (socket === null) return nowhere
    const known = lanes.get(socket)
    if (known !== undefined) return known
    const confirms = dialects[dialect].isMark === undefined
    const lane: Lane = { unconfirmed: 0, unmarked: 0, marks: [], confirms, countedAt: clock() }
    lanes.set(socket, lane)
    return lane
  }
  const outstanding = ({ marks, unmarked }: Lane) => marks.reduce((sum, bytes) => sum + bytes, unmarked)
  // Nobody can confirm more than was sent: that would be credit for what comes.
  const confirm = (lane: Lane, bytes: number) => {
    lane.unconfirmed = Math.max(0, lane.unconfirmed - bytes)
  }

  return {
    sent(to, bytes) {
      const lane = laneOf(to)
      lane.unconfirmed += bytes
      lane.unmarked += bytes
    },
    marked(to) {
      const lane = laneOf(to)
      lane.marks.push(lane.unmarked)
      lane.unmarked = 0
    },
    received: (from, bytes) => confirm(laneOf(from), bytes),
    answered(from) {
      const lane = laneOf(from)
      const before = lane.marks.shift()
      if (before === undefined) return
      lane.confirms = true
      confirm(lane, before)
    },
    unconfirmed(to) {
      const lane = laneOf(to)
      if (!lane.confirms) {
        const now = clock()
        confirm(lane, Math.max(0, now - lane.countedAt) * assumedBytesPerMs)
        lane.countedAt = now
      }
      return lane.unconfirmed
    },
    unproven(to) {
      const lane = laneOf(to)
      return lane.confirms ? 0 : outstanding(lane)
    },
    holdToAccount(to) {
      const lane = laneOf(to)
      lane.confirms = true
      lane.unconfirmed = outstanding(lane)
    },
    unmarked: (to) => laneOf(to).unmarked,
    confirms: (to) => laneOf(to).confirms,
  }
}
