/**
 * Slow readers: a socket with too much on its way hears only what cannot be made up for, until it has caught up; one that stays behind is
 * closed with a code that tells it to come back. Nothing is queued for it meanwhile, and the others wait for nobody.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from '../connections/connection.ts'
import type { Flow } from './flow-control.ts'

/** More than this unconfirmed and a socket is behind; below the lower mark, which is above one receipt's step, it has caught up. */
const behindAboveBytes = 512 * 1024
const caughtUpBelowBytes = 128 * 1024
/** What a socket may have unconfirmed before something more is sent to it, beside the parts of a large answer that it asked for. */
const unconfirmedMaxBytes = 1024 * 1024
/** So much is sent to a client that has yet to show that it reads. */
const unprovenMaxBytes = 4 * 1024 * 1024
/** Nothing confirmed for this long, and as long again as what went out on trust takes at this rate: the reader is gone. */
const patienceMs = 20_000
const slowestBytesPerMs = 32
const watchEveryMs = 1_000

export interface SlowConsumers {
  /** `bytes` were sent to `to`. */
  spoken(to: RoomConnection, bytes: number): void
  /** `from` confirmed something. */
  confirmed(from: RoomConnection): void
  /** Ends a connection that does not read. */
  giveUp(connection: RoomConnection): void
}

interface SlowConsumerParts {
  readonly flow: Flow
  /** What a large answer may add to what is on its way. */
  allowance(connection: RoomConnection): number
  fellBehind(connection: RoomConnection): void
  caughtUp(connection: RoomConnection): void
  close(connection: RoomConnection, error: RoomError): void
  clock(): number
}

export const createSlowConsumers = ({
  flow,
  allowance,
  fellBehind,
  caughtUp,
  close,
  clock,
}: SlowConsumerParts): SlowConsumers => {
  const behind = new Map<RoomConnection, { readonly socket: WebSocket; since: number }>()
  /** What went out on trust before its client was held to account: only what comes beyond that counts against it. */
  const trusted = new WeakMap<WebSocket, number>()
  let timer: ReturnType<typeof setTimeout> | null = null

  const trustedBytes = ({ socket }: RoomConnection) => (socket === null ? 0 : (trusted.get(socket) ?? 0))

  const recover = (connection: RoomConnection) => {
    behind.delete(connection)
    connection.behind = false
    if (connection.socket !== null) trusted.delete(connection.socket)
    caughtUp(connection)
  }

  const giveUp = (connection: RoomConnection) => {
    behind.delete(connection)
    close(connection, new RoomError('SLOW_CONSUMER', 'This connection does not read what it is sent'))
  }

  const watch = () => {
    timer = null
    const now = clock()
    for (const [connection, held] of behind) {
      // A clock set backwards starts the wait anew.
      held.since = Math.min(held.since, now)
      // Gone, or back on another socket.
      if (connection.socket !== held.socket) behind.delete(connection)
      else if (flow.unconfirmed(connection) < caughtUpBelowBytes) recover(connection)
      else if (now - held.since > patienceMs + trustedBytes(connection) / slowestBytesPerMs) giveUp(connection)
    }
    watchLater()
  }
  const watchLater = () => {
    if (behind.size > 0 && timer === null) timer = setTimeout(watch, watchEveryMs)
  }

  return {
    giveUp,
    spoken(to, bytes) {
      if (to.socket === null) return
      const unproven = flow.unproven(to)
      if (unproven > unprovenMaxBytes + allowance(to)) {
        flow.holdToAccount(to)
        trusted.set(to.socket, unproven)
      }
      const unconfirmed = flow.unconfirmed(to)
      if (unconfirmed <= behindAboveBytes + allowance(to)) return
      if (unconfirmed - bytes > unconfirmedMaxBytes + allowance(to) + trustedBytes(to)) return giveUp(to)
      if (to.behind) return
      to.behind = true
      behind.set(to, { socket: to.socket, since: clock() })
      fellBehind(to)
      watchLater()
    },
    confirmed(from) {
      const held = behind.get(from)
      if (held === undefined) return
      held.since = clock()
      if (flow.unconfirmed(from) < caughtUpBelowBytes) recover(from)
    },
  }
}
