/**
 * What the awareness of all documents of a room takes together: each connection has its bound and the room has one. Small states fit whatever
 * the others have taken, so that nobody shuts out anybody’s caret.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'

/** What a state takes besides its JSON. */
export const stateOverheadBytes = 64
/** So much of its own a connection always has. */
const smallBytes = 4 * 1024

export interface AwarenessLedger {
  /** `bytes` more (or less) of this connection. */
  book(owner: number, bytes: number): void
  /** @throws RoomError LIMIT_EXCEEDED when the connection may not have so many bytes more */
  require(owner: number, bytes: number): void
}

export const createAwarenessLedger = (): AwarenessLedger => {
  const taken = new Map<number, number>()
  let total = 0
  return {
    book(owner, bytes) {
      total += bytes
      const sum = (taken.get(owner) ?? 0) + bytes
      if (sum > 0) taken.set(owner, sum)
      else taken.delete(owner)
    },
    require(owner, bytes) {
      if (bytes <= 0) return
      const sum = (taken.get(owner) ?? 0) + bytes
      if (sum > limits.awarenessPerConnectionMaxBytes) {
        throw new RoomError('LIMIT_EXCEEDED', 'The awareness states of one connection are too large together', {
          maxBytes: limits.awarenessPerConnectionMaxBytes,
        })
      }
      if (sum > smallBytes && total + bytes > limits.awarenessPerRoomMaxBytes) {
        throw new RoomError('LIMIT_EXCEEDED', 'The awareness states of the room are too large together', {
          maxBytes: limits.awarenessPerRoomMaxBytes,
          alwaysBytes: smallBytes,
        })
      }
    },
  }
}
