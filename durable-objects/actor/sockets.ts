/** Sockets as the platform keeps them for an object: what is attached to one survives a sleep. */
import { closeReasonOf, errors, type RoomError } from '@syncforge/protocol/errors'

const utf8 = new TextEncoder()
const utf8Decoder = new TextDecoder()

/** As bytes: what can be written as JSON is found again as it was. The platform's bound is 16,384 bytes with its own framing. */
export const encodeAttachment = (value: unknown): Uint8Array => utf8.encode(JSON.stringify(value))

/** What is attached to a socket, `null` for nothing; `T` is what was attached. */
export const readAttachment = <T>(socket: WebSocket): T | null => {
  const bytes = socket.deserializeAttachment() as ArrayBuffer | Uint8Array | null
  return bytes === null ? null : (JSON.parse(utf8Decoder.decode(bytes)) as T)
}

/** Says something to a socket that is about to be closed, past every queue. */
export const tellNow = (socket: WebSocket, envelope: object): void => {
  try {
    socket.send(JSON.stringify(envelope))
  } catch {
    // Already closed by the other side.
  }
}

/** Closes a socket for an error: the code says whether to come back, the reason why. */
export const closeSocket = (socket: WebSocket, error: RoomError): void => {
  try {
    socket.close(errors[error.code].close, closeReasonOf(error.code))
  } catch {
    // Already closed by the other side.
  }
}

/** Answers a close: the other side waits for our half of the closing handshake, and these three codes may not be sent. */
export const answerClose = (socket: WebSocket, code: number): void => {
  if (code === 1005 || code === 1006 || code === 1015) socket.close()
  else socket.close(code)
}
