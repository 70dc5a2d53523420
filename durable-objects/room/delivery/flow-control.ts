/**
 * Flow control: how much of what was sent to a socket has not arrived yet, as far as its client says. The runtime does not say it:
 * `bufferedAmount` is missing, or 0 for a socket that came through another worker.
 *
 * A native client confirms bytes. It may make that up: now and then it is sent a number to send back, and its receipts count only so far
 * past one that has not come back.
 *
 * A stock Yjs client cannot confirm, but it answers every sync step 1: a step 1 is a mark in the stream, and its answer confirms everything
 * before it. Of one that has not answered a mark yet we assume that it reads, until it is held to account. An answer says nothing that only
 * a reader knows, so marks come at random: whoever answers without reading soon answers what was not asked, or too little.
 */
import type { RoomConnection } from '../connections/connection.ts'
import { dialects } from '../dialects/index.ts'

/** What a client that has confirmed nothing and need not is assumed to read: faster than any room has spoken to one person. */
const assumedBytesPerMs = 4_096

/** To a client that answers marks one goes out after about so many bytes, from a quarter of it to nearly twice as many. */
export const markEveryBytes = 128 * 1024
/** Marks of before a sleep of the room, whose answers come after it. */
const strayAnswersMax = 4
/** A client that sends receipts is given a number to send back after so many bytes. */
const proofEveryBytes = 256 * 1024
/** How far receipts count past the oldest number that has not come back. */
const creditBytes = 1024 * 1024

interface Lane {
  /** Sent and not confirmed. */
  unconfirmed: number
  /** The part of it that was sent since the last mark. */
  unmarked: number
  /** The parts before each mark that is not answered yet, oldest first. */
  readonly marks: number[]
  /** The next mark goes out when so much is unmarked. */
  markAt: number
  strayAnswers: number
  readonly givesReceipts: boolean
  sent: number
  /** The numbers that have not come back, and how much had been sent before each, oldest first. */
  readonly asked: { readonly number: number; readonly at: number }[]
  /** How much had been sent when the last one went out. */
  askedAt: number
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
  /** The client answered its oldest mark. `false`: it answers what it was not asked. */
  answered(from: RoomConnection): boolean
  /** Whether it is time for a mark. */
  isMarkDue(to: RoomConnection): boolean
  /** The number that the client is to send back now, if it is time for one. */
  nextProof(to: RoomConnection): number | null
  /** The client sent a number back. */
  proved(from: RoomConnection, number: number): void
  unconfirmed(to: RoomConnection): number
  /** Bytes sent to a client that has never confirmed any; 0 for all others. */
  unproven(to: RoomConnection): number
  /** From now on nothing is assumed of this client: what it has not answered has not arrived. */
  holdToAccount(to: RoomConnection): void
  /** Whether this client confirms what arrives. */
  confirms(to: RoomConnection): boolean
}

const unguessable = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

export const createFlow = (clock: () => number, random: () => number = Math.random): Flow => {
  const lanes = new WeakMap<WebSocket, Lane>()
  const nextMarkAt = () => markEveryBytes * (0.25 + 1.5 * random())
  const openLane = (givesReceipts: boolean): Lane => ({
    unconfirmed: 0,
    unmarked: 0,
    marks: [],
    markAt: nextMarkAt(),
    strayAnswers: 0,
    givesReceipts,
    sent: 0,
    asked: [],
    askedAt: 0,
    confirms: givesReceipts,
    countedAt: clock(),
  })
  const nowhere = openLane(false)

  const laneOf = ({ socket, dialect }: RoomConnection): Lane => {
    if (socket === null) return nowhere
    const known = lanes.get(socket)
    if (known !== undefined) return known
    const lane = openLane(dialects[dialect].proof !== undefined)
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
      lane.sent += bytes
    },
    marked(to) {
      const lane = laneOf(to)
      lane.marks.push(lane.unmarked)
      lane.unmarked = 0
      lane.markAt = nextMarkAt()
    },
    received: (from, bytes) => confirm(laneOf(from), bytes),
    answered(from) {
      const lane = laneOf(from)
      const before = lane.marks.shift()
      if (before === undefined) {
        lane.strayAnswers += 1
        return lane.strayAnswers <= strayAnswersMax
      }
      lane.confirms = true
      confirm(lane, before)
      return true
    },
    isMarkDue(to) {
      const { unmarked, markAt } = laneOf(to)
      return unmarked > markAt
    },
    nextProof(to) {
      const lane = laneOf(to)
      if (!lane.givesReceipts || lane.sent - lane.askedAt < proofEveryBytes) return null
      const number = unguessable()
      lane.askedAt = lane.sent
      lane.asked.push({ number, at: lane.sent })
      return number
    },
    proved(from, number) {
      const lane = laneOf(from)
      const found = lane.asked.findIndex((each) => each.number === number)
      lane.asked.splice(0, found + 1)
    },
    unconfirmed(to) {
      const lane = laneOf(to)
      if (!lane.confirms) {
        const now = clock()
        confirm(lane, Math.max(0, now - lane.countedAt) * assumedBytesPerMs)
        lane.countedAt = now
      }
      const [oldest] = lane.asked
      return oldest === undefined ? lane.unconfirmed : Math.max(lane.unconfirmed, lane.sent - oldest.at - creditBytes)
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
    confirms: (to) => laneOf(to).confirms,
  }
}
