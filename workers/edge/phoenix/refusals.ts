/** How a refusal reaches a stock client: what it is told, and whether it is to come back. */
import { errors, isErrorCode, RoomError, toWireError, type WireError } from '@syncforge/protocol/errors'
import { WordedRefusal } from './words/refusal.ts'

/** What an `error` event and a reply `error` say. Clients of Phoenix read `reason`. */
export const refusalOf = (error: RoomError, requestId: string): WireError & { readonly reason: string } => ({
  reason: error.code,
  ...(error instanceof WordedRefusal ? error.fields : {}),
  ...toWireError(error, requestId),
})

/** Whether another attempt may succeed. A stock client asks again until its channel is closed. */
export const mayReturn = ({ code }: RoomError): boolean => {
  const { advice } = errors[code]
  return advice === 'retry' || advice === 'refresh'
}

/** What an error of the room says; one that is not known here is a defect of ours. */
export const fromWireError = ({ error: { code, message, details } }: WireError): RoomError =>
  isErrorCode(code) ? new RoomError(code, message, details) : new RoomError('INTERNAL_ERROR', message)

/** Why a room closed a socket: the error's name stands first in the reason. */
export const fromClose = (reason: string): RoomError => {
  const code = reason.split(';', 1)[0]
  return isErrorCode(code)
    ? new RoomError(code, 'The room has ended this stay')
    : new RoomError('ROOM_UNAVAILABLE', 'The connection to the room was lost')
}
