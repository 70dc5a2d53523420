/** The room's liveness: how long silence may last for whom, and who is asked for a word. */
import { allows } from '@syncforge/protocol/access'
import type { RoomError } from '@syncforge/protocol/errors'
import { createLiveness, type Liveness } from '../../actor/liveness.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { RoomConnection } from './connection.ts'

export const wakeKey = 'room.liveness'

/** What a client hands over first may be large and its line slow, and nothing is heard of a message before the whole of it is here. */
const firstExchangeFactor = 10

interface RoomLivenessParts {
  connections(): Iterable<RoomConnection>
  /** When the runtime last answered a ping on this socket. */
  pingedAt(socket: WebSocket): number
  presenceTimeoutMs(): number
  /** Whether it gives signs of life only when it is asked. */
  asks(connection: RoomConnection): boolean
  /** Says something that the client answers. */
  ask(connection: RoomConnection): void
  end(connection: RoomConnection, error: RoomError): void
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  clock(): number
}

export const createRoomLiveness = (parts: RoomLivenessParts): Liveness<RoomConnection> => {
  const { presenceTimeoutMs, asks } = parts

  /**
   * Those who may be handing over a document that they brought along. Their first word is a small one: who has not even said that is not there,
   * and of a socket whose line broke before it the runtime may never hear.
   */
  const isExchanging = (connection: RoomConnection, now: number) =>
    !connection.answered &&
    connection.life.messagesIn > 0 &&
    asks(connection) &&
    allows(connection.access, 'write') &&
    Math.abs(now - connection.joinedAt) < presenceTimeoutMs() * firstExchangeFactor

  return createLiveness({
    ...parts,
    wakeKey,
    timeoutMs: (connection, now) => presenceTimeoutMs() * (isExchanging(connection, now) ? firstExchangeFactor : 1),
    askAfterMs: () => (presenceTimeoutMs() * 2) / 3,
  })
}
