/** Ends a connection for an error: it leaves, or keeps its place when it may come back. */
import { errors, type RoomError, toWireError } from '@syncforge/protocol/errors'
import { describeFault, type Log } from '../../actor/log.ts'
import { closeSocket, tellNow } from '../../actor/sockets.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { Commit } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { closedFor, lifeFields } from '../connections/socket-life.ts'
import type { Delivery } from '../delivery/deliver.ts'
import { dialects } from '../dialects/index.ts'
import type { Departures } from './depart.ts'

export type End = (connection: RoomConnection, error: RoomError) => void

interface EndParts {
  readonly transactions: Transactions
  readonly commit: Commit
  readonly delivery: Pick<Delivery, 'flush'>
  readonly departures: Departures
  clock(): number
  readonly log: Log
}

const close = ({ dialect, requestId }: RoomConnection, socket: WebSocket, error: RoomError) => {
  if (dialects[dialect].saysHello && error.code !== 'SLOW_CONSUMER')
    tellNow(socket, { type: 'session.ended', body: toWireError(error, requestId) })
  closeSocket(socket, error)
}

export const createEnd =
  ({ transactions, commit, delivery, departures, clock, log }: EndParts): End =>
  (connection, error) => {
    const { socket } = connection
    const closeAndTell = (open: WebSocket) => {
      log('socket_closed', { ...lifeFields(connection, clock()), ...closedFor(error) }, 'info')
      close(connection, open, error)
    }
    const mayReturn = errors[error.code].advice === 'retry' && error.code !== 'PRESENCE_TIMEOUT'
    if (socket === null) return mayReturn ? undefined : departures.leave(connection, 'ended')
    // What was said before is heard before. A socket that does not read has nothing more to hear.
    if (error.code !== 'SLOW_CONSUMER' && !transactions.inTransaction()) delivery.flush()
    try {
      commit(() => {
        if (mayReturn) departures.closed(connection, 1006)
        else departures.leave(connection, 'ended')
        transactions.afterCommit(() => closeAndTell(socket))
      }, [])
    } catch (cause) {
      if (transactions.inTransaction()) throw cause
      // It ends all the same: whoever hears of its close, or liveness, tries again.
      log('end_failed', { error: describeFault(cause) })
      closeAndTell(socket)
    }
  }
