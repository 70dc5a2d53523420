/**
 * Transfers: large answers on their way. Each is sent in parts, the next one when the connection has taken in most of those before, so that
 * what the room keeps for a slow reader is a part or two and not the answer. A few begin at a time, in the order in which they were asked for;
 * nobody holds a place without reading, and who does not read at all is let go. A connection has one under way and one waiting for each thing
 * that it can ask for: a newer question takes the place of one that waits.
 */
import type { RoomConnection } from '../connections/connection.ts'
import type { Flow } from './flow-control.ts'

/** A part is sent while less than this is unconfirmed. */
const windowBytes = 512 * 1024
/** The window and the part that has just gone out: what a transfer may add to what is on its way to its connection. */
export const transferMaxBytes = 1024 * 1024
/** While this much is on its way to those who read, nobody else begins. */
const togetherMaxBytes = 13 * 1024 * 1024
/** Who has confirmed nothing for so long keeps nobody from beginning. */
const silentMs = 1_000
/** A client that has never confirmed anything gets so much on trust. */
const unprovenMaxBytes = 4 * 1024 * 1024
/** Nothing confirmed for this long: the reader is gone. */
const patienceMs = 20_000
const lookEveryMs = 100

/** An answer that is made part by part. */
export interface Parts {
  /** Sends the next part; `false` when there is none. */
  next(): boolean
  /** It will not be asked for more. */
  end(): void
}

export interface Transfers {
  /** `key`: what it answers. */
  begin(connection: RoomConnection, key: string, parts: Parts): void
  isUnderWay(connection: RoomConnection): boolean
  /** The connection has confirmed something. */
  confirmed(connection: RoomConnection): void
  stop(): void
}

interface Transfer {
  readonly connection: RoomConnection
  readonly socket: WebSocket
  readonly key: string
  readonly parts: Parts
}

interface TransferParts {
  readonly flow: Flow
  /** The connection reads nothing of what it asked for. */
  giveUp(connection: RoomConnection): void
  /** A part could not be made. */
  fail(connection: RoomConnection, cause: unknown): void
  clock(): number
}

export const createTransfers = ({ flow, giveUp, fail, clock }: TransferParts): Transfers => {
  /** One for each connection, and when it last confirmed something. */
  const underWay = new Map<RoomConnection, Transfer & { since: number }>()
  /** In the order in which they were asked for. */
  const waiting: Transfer[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  const isGone = ({ connection, socket }: Transfer) => connection.socket !== socket

  const mayContinue = ({ connection }: Transfer) =>
    flow.unconfirmed(connection) < windowBytes && flow.unproven(connection) < unprovenMaxBytes

  const onTheirWayBytes = () => {
    const now = clock()
    let bytes = 0
    for (const { connection, since } of underWay.values()) {
      if (Math.abs(now - since) < silentMs) bytes += Math.max(windowBytes, flow.unconfirmed(connection))
    }
    return bytes
  }

  const finish = ({ connection, parts }: Transfer) => {
    underWay.delete(connection)
    parts.end()
  }

  const proceed = (transfer: Transfer & { since: number }) => {
    try {
      while (!isGone(transfer) && mayContinue(transfer)) if (!transfer.parts.next()) return finish(transfer)
    } catch (cause) {
      finish(transfer)
      fail(transfer.connection, cause)
    }
  }

  const beginNext = () => {
    for (let at = 0; at < waiting.length && onTheirWayBytes() < togetherMaxBytes; ) {
      const next = waiting[at]
      if (next === undefined) return
      // Whoever has not read one answer gets no other.
      if (!isGone(next) && (underWay.has(next.connection) || !mayContinue(next))) {
        at += 1
        continue
      }
      waiting.splice(at, 1)
      if (isGone(next)) {
        next.parts.end()
        continue
      }
      const transfer = { ...next, since: clock() }
      underWay.set(next.connection, transfer)
      proceed(transfer)
    }
  }

  const look = () => {
    timer = null
    const now = clock()
    for (const transfer of underWay.values()) {
      // A clock set backwards starts the wait anew.
      transfer.since = Math.min(transfer.since, now)
      if (isGone(transfer)) finish(transfer)
      else if (now - transfer.since > patienceMs) {
        finish(transfer)
        giveUp(transfer.connection)
      } else proceed(transfer)
    }
    beginNext()
    lookLater()
  }
  const lookLater = () => {
    if (timer === null && underWay.size + waiting.length > 0) timer = setTimeout(look, lookEveryMs)
  }

  return {
    begin(connection, key, parts) {
      const { socket } = connection
      if (socket === null) return parts.end()
      const earlier = waiting.findIndex((other) => other.connection === connection && other.key === key)
      const transfer = { connection, socket, key, parts }
      if (earlier >= 0) {
        waiting[earlier]?.parts.end()
        waiting[earlier] = transfer
      } else waiting.push(transfer)
      beginNext()
      lookLater()
    },
    isUnderWay: (connection) => underWay.has(connection),
    confirmed(connection) {
      const transfer = underWay.get(connection)
      if (transfer !== undefined) {
        transfer.since = clock()
        proceed(transfer)
      }
      if (waiting.length > 0) beginNext()
      lookLater()
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      for (const { parts } of [...underWay.values(), ...waiting]) parts.end()
      underWay.clear()
      waiting.length = 0
    },
  }
}
